-- AlterTable
ALTER TABLE "question" ADD COLUMN     "command" JSONB;

-- CreateTable
CREATE TABLE "thread" (
    "enterprise_id" TEXT NOT NULL DEFAULT '',
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_ts" TEXT NOT NULL,
    "question_id" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "thread_pkey" PRIMARY KEY ("enterprise_id","team_id","channel_id","thread_ts")
);

-- CreateTable
CREATE TABLE "heard_message" (
    "enterprise_id" TEXT NOT NULL DEFAULT '',
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "message_ts" TEXT NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "heard_message_pkey" PRIMARY KEY ("enterprise_id","team_id","channel_id","message_ts")
);

-- CreateTable
CREATE TABLE "shared_channel" (
    "enterprise_id" TEXT NOT NULL DEFAULT '',
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_channel_pkey" PRIMARY KEY ("enterprise_id","team_id","channel_id")
);

-- CreateIndex
CREATE INDEX "heard_message_heard_at_idx" ON "heard_message"("heard_at");
