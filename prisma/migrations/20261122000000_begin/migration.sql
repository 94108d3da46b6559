-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "dim_market" (
    "market" TEXT NOT NULL,
    "sub_zone" TEXT NOT NULL,
    "region" TEXT NOT NULL,

    CONSTRAINT "dim_market_pkey" PRIMARY KEY ("market")
);

-- CreateTable
CREATE TABLE "dim_customer" (
    "customer_code" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "market" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "channel" TEXT NOT NULL,

    CONSTRAINT "dim_customer_pkey" PRIMARY KEY ("customer_code")
);

-- CreateTable
CREATE TABLE "dim_product" (
    "product_code" TEXT NOT NULL,
    "division" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "variant" TEXT NOT NULL,

    CONSTRAINT "dim_product_pkey" PRIMARY KEY ("product_code")
);

-- CreateTable
CREATE TABLE "fact_sales_monthly" (
    "date" DATE NOT NULL,
    "product_code" TEXT NOT NULL,
    "customer_code" TEXT NOT NULL,
    "sold_quantity" INTEGER NOT NULL,

    CONSTRAINT "fact_sales_monthly_pkey" PRIMARY KEY ("date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "fact_forecast_monthly" (
    "date" DATE NOT NULL,
    "product_code" TEXT NOT NULL,
    "customer_code" TEXT NOT NULL,
    "forecast_quantity" INTEGER NOT NULL,

    CONSTRAINT "fact_forecast_monthly_pkey" PRIMARY KEY ("date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "gross_price" (
    "product_code" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "gross_price" DECIMAL NOT NULL,

    CONSTRAINT "gross_price_pkey" PRIMARY KEY ("product_code","fiscal_year")
);

-- CreateTable
CREATE TABLE "manufacturing_cost" (
    "product_code" TEXT NOT NULL,
    "cost_year" INTEGER NOT NULL,
    "manufacturing_cost" DECIMAL NOT NULL,

    CONSTRAINT "manufacturing_cost_pkey" PRIMARY KEY ("product_code","cost_year")
);

-- CreateTable
CREATE TABLE "pre_invoice_deductions" (
    "customer_code" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "pre_invoice_discount_pct" DECIMAL NOT NULL,

    CONSTRAINT "pre_invoice_deductions_pkey" PRIMARY KEY ("customer_code","fiscal_year")
);

-- CreateTable
CREATE TABLE "post_invoice_deductions" (
    "customer_code" TEXT NOT NULL,
    "product_code" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "discounts_pct" DECIMAL NOT NULL,
    "other_deductions_pct" DECIMAL NOT NULL,

    CONSTRAINT "post_invoice_deductions_pkey" PRIMARY KEY ("date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "freight_cost" (
    "market" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "freight_pct" DECIMAL NOT NULL,
    "other_cost_pct" DECIMAL NOT NULL,

    CONSTRAINT "freight_cost_pkey" PRIMARY KEY ("market","fiscal_year")
);

-- CreateTable
CREATE TABLE "alias" (
    "dimension" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "member" TEXT NOT NULL,

    CONSTRAINT "alias_pkey" PRIMARY KEY ("dimension","alias")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "load" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "summary" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "load_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "load_file" (
    "load_id" INTEGER NOT NULL,
    "table_name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "load_file_pkey" PRIMARY KEY ("load_id","table_name","file_name")
);

-- CreateTable
CREATE TABLE "question" (
    "id" TEXT NOT NULL,
    "json" JSONB NOT NULL,
    "words" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" SERIAL NOT NULL,
    "enterprise_id" TEXT NOT NULL DEFAULT '',
    "team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "direct" BOOLEAN NOT NULL DEFAULT false,
    "question" JSONB,
    "words" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "next_due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_send" (
    "digest_id" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "lease_until" TIMESTAMPTZ(3),
    "claimed_by" TEXT,
    "content_hash" TEXT,
    "message_ts" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "repeated" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digest_send_pkey" PRIMARY KEY ("digest_id","due_at","target")
);

-- CreateIndex
CREATE INDEX "dim_customer_market_idx" ON "dim_customer"("market");

-- CreateIndex
CREATE INDEX "load_file_sha256_idx" ON "load_file"("sha256");

-- CreateIndex
CREATE INDEX "digest_next_due_at_idx" ON "digest"("next_due_at");

-- CreateIndex
CREATE INDEX "digest_team_id_user_id_idx" ON "digest"("team_id", "user_id");

-- CreateIndex
CREATE INDEX "digest_send_state_lease_until_idx" ON "digest_send"("state", "lease_until");

-- AddForeignKey
ALTER TABLE "dim_customer" ADD CONSTRAINT "dim_customer_market_fkey" FOREIGN KEY ("market") REFERENCES "dim_market"("market") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_sales_monthly" ADD CONSTRAINT "fact_sales_monthly_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "dim_product"("product_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_sales_monthly" ADD CONSTRAINT "fact_sales_monthly_customer_code_fkey" FOREIGN KEY ("customer_code") REFERENCES "dim_customer"("customer_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_forecast_monthly" ADD CONSTRAINT "fact_forecast_monthly_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "dim_product"("product_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_forecast_monthly" ADD CONSTRAINT "fact_forecast_monthly_customer_code_fkey" FOREIGN KEY ("customer_code") REFERENCES "dim_customer"("customer_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gross_price" ADD CONSTRAINT "gross_price_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "dim_product"("product_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "manufacturing_cost" ADD CONSTRAINT "manufacturing_cost_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "dim_product"("product_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pre_invoice_deductions" ADD CONSTRAINT "pre_invoice_deductions_customer_code_fkey" FOREIGN KEY ("customer_code") REFERENCES "dim_customer"("customer_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_invoice_deductions" ADD CONSTRAINT "post_invoice_deductions_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "dim_product"("product_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_invoice_deductions" ADD CONSTRAINT "post_invoice_deductions_customer_code_fkey" FOREIGN KEY ("customer_code") REFERENCES "dim_customer"("customer_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freight_cost" ADD CONSTRAINT "freight_cost_market_fkey" FOREIGN KEY ("market") REFERENCES "dim_market"("market") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "load_file" ADD CONSTRAINT "load_file_load_id_fkey" FOREIGN KEY ("load_id") REFERENCES "load"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_send" ADD CONSTRAINT "digest_send_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- The ten rules, as far as one row can tell (Prisma does not see CHECK constraints).

-- Rule 3: facts are monthly, stored on the first of the month, in years that make sense.
ALTER TABLE "fact_sales_monthly" ADD CONSTRAINT "fact_sales_monthly_first_of_month" CHECK (EXTRACT(DAY FROM "date") = 1 AND "date" >= DATE '1970-01-01' AND "date" < DATE '2200-01-01');
ALTER TABLE "fact_forecast_monthly" ADD CONSTRAINT "fact_forecast_monthly_first_of_month" CHECK (EXTRACT(DAY FROM "date") = 1 AND "date" >= DATE '1970-01-01' AND "date" < DATE '2200-01-01');
ALTER TABLE "post_invoice_deductions" ADD CONSTRAINT "post_invoice_deductions_first_of_month" CHECK (EXTRACT(DAY FROM "date") = 1 AND "date" >= DATE '1970-01-01' AND "date" < DATE '2200-01-01');

-- Rule 4: no negative quantity, price or cost; a percentage lies in [0, 1]. NaN is above 1 and above every number.
ALTER TABLE "fact_sales_monthly" ADD CONSTRAINT "fact_sales_monthly_quantity_not_negative" CHECK ("sold_quantity" >= 0);
ALTER TABLE "fact_forecast_monthly" ADD CONSTRAINT "fact_forecast_monthly_quantity_not_negative" CHECK ("forecast_quantity" >= 0);
ALTER TABLE "gross_price" ADD CONSTRAINT "gross_price_not_negative" CHECK ("gross_price" >= 0 AND "gross_price" < 'Infinity');
ALTER TABLE "manufacturing_cost" ADD CONSTRAINT "manufacturing_cost_not_negative" CHECK ("manufacturing_cost" >= 0 AND "manufacturing_cost" < 'Infinity');
ALTER TABLE "pre_invoice_deductions" ADD CONSTRAINT "pre_invoice_deductions_share" CHECK ("pre_invoice_discount_pct" BETWEEN 0 AND 1);
ALTER TABLE "post_invoice_deductions" ADD CONSTRAINT "post_invoice_deductions_discounts_share" CHECK ("discounts_pct" BETWEEN 0 AND 1);
ALTER TABLE "post_invoice_deductions" ADD CONSTRAINT "post_invoice_deductions_other_share" CHECK ("other_deductions_pct" BETWEEN 0 AND 1);
ALTER TABLE "freight_cost" ADD CONSTRAINT "freight_cost_freight_share" CHECK ("freight_pct" BETWEEN 0 AND 1);
ALTER TABLE "freight_cost" ADD CONSTRAINT "freight_cost_other_share" CHECK ("other_cost_pct" BETWEEN 0 AND 1);

-- Rule 6: a fiscal year is one number with four digits.
ALTER TABLE "gross_price" ADD CONSTRAINT "gross_price_fiscal_year" CHECK ("fiscal_year" BETWEEN 1970 AND 2200);
ALTER TABLE "manufacturing_cost" ADD CONSTRAINT "manufacturing_cost_fiscal_year" CHECK ("cost_year" BETWEEN 1970 AND 2200);
ALTER TABLE "pre_invoice_deductions" ADD CONSTRAINT "pre_invoice_deductions_fiscal_year" CHECK ("fiscal_year" BETWEEN 1970 AND 2200);
ALTER TABLE "freight_cost" ADD CONSTRAINT "freight_cost_fiscal_year" CHECK ("fiscal_year" BETWEEN 1970 AND 2200);

-- Rule 8: no essential field is empty; text is trimmed. Facts and rates take their codes from here.
ALTER TABLE "dim_market" ADD CONSTRAINT "dim_market_filled" CHECK ("market" ~ '^\S(.*\S)?$' AND "sub_zone" ~ '^\S(.*\S)?$' AND "region" ~ '^\S(.*\S)?$');
ALTER TABLE "dim_customer" ADD CONSTRAINT "dim_customer_filled" CHECK ("customer_code" ~ '^\S(.*\S)?$' AND "customer" ~ '^\S(.*\S)?$');
ALTER TABLE "dim_product" ADD CONSTRAINT "dim_product_filled" CHECK ("product_code" ~ '^\S(.*\S)?$' AND "division" ~ '^\S(.*\S)?$' AND "segment" ~ '^\S(.*\S)?$' AND "category" ~ '^\S(.*\S)?$' AND "product" ~ '^\S(.*\S)?$' AND "variant" ~ '^\S(.*\S)?$');
ALTER TABLE "alias" ADD CONSTRAINT "alias_filled" CHECK ("dimension" ~ '^\S(.*\S)?$' AND "alias" ~ '^\S(.*\S)?$' AND "member" ~ '^\S(.*\S)?$');

-- Rule 9: platform and channel come from the known lists.
ALTER TABLE "dim_customer" ADD CONSTRAINT "dim_customer_platform_known" CHECK ("platform" IN ('Brick & Mortar', 'E-Commerce'));
ALTER TABLE "dim_customer" ADD CONSTRAINT "dim_customer_channel_known" CHECK ("channel" IN ('Retailer', 'Direct', 'Distributor'));

-- What BIMS remembers of its own work.
ALTER TABLE "load_file" ADD CONSTRAINT "load_file_counts_not_negative" CHECK ("rows" >= 0 AND "quarantined" >= 0);
ALTER TABLE "load_file" ADD CONSTRAINT "load_file_sha256_hex" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
ALTER TABLE "question" ADD CONSTRAINT "question_id_length" CHECK ("id" ~ '^[A-Za-z0-9_-]{22}$');
ALTER TABLE "digest_send" ADD CONSTRAINT "digest_send_state_known" CHECK ("state" IN ('due', 'claimed', 'posting', 'posted', 'complete', 'held', 'skipped'));
ALTER TABLE "digest_send" ADD CONSTRAINT "digest_send_reason_given" CHECK ("state" NOT IN ('held', 'skipped') OR "reason" IS NOT NULL);
ALTER TABLE "digest_send" ADD CONSTRAINT "digest_send_posted_known" CHECK ("state" NOT IN ('posted', 'complete') OR "message_ts" IS NOT NULL);
