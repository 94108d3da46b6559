-- CreateTable
CREATE TABLE "target" (
    "metric" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "value" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "target_pkey" PRIMARY KEY ("metric","dimension","member","period")
);

-- CreateTable
CREATE TABLE "replaced_target" (
    "replaced_by" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "value" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_target_pkey" PRIMARY KEY ("replaced_by","metric","dimension","member","period")
);

-- What one row can tell of a target: it is an amount, its period is written one way, and the whole company is one member.
ALTER TABLE "target" ADD CONSTRAINT "target_not_negative" CHECK ("value" >= 0 AND "value" < 'Infinity');
ALTER TABLE "target" ADD CONSTRAINT "target_period_written" CHECK ("period" ~ '^(FY(19[789]|20[0-9]|21[0-9])[0-9]( Q[1-4])?|(19[789]|20[0-9]|21[0-9])[0-9]-(0[1-9]|1[0-2]))$');
ALTER TABLE "target" ADD CONSTRAINT "target_filled" CHECK ("metric" ~ '^\S(.*\S)?$' AND "dimension" ~ '^\S(.*\S)?$' AND "member" ~ '^\S(.*\S)?$');
ALTER TABLE "target" ADD CONSTRAINT "target_company_whole" CHECK ("dimension" <> 'company' OR "member" = 'all');

-- A row is replaced by a later load than the one that wrote it.
ALTER TABLE "replaced_target" ADD CONSTRAINT "replaced_target_later" CHECK ("replaced_by" > "load_id");
