-- AlterTable
ALTER TABLE "alias" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "dim_customer" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "dim_market" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "dim_product" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "fact_forecast_monthly" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "fact_sales_monthly" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "freight_cost" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "gross_price" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "load" ADD COLUMN     "reversible" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "undone_by" INTEGER;

-- AlterTable
ALTER TABLE "manufacturing_cost" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "post_invoice_deductions" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "pre_invoice_deductions" ADD COLUMN     "load_id" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "replaced_dim_market" (
    "replaced_by" INTEGER NOT NULL,
    "market" TEXT NOT NULL,
    "sub_zone" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_dim_market_pkey" PRIMARY KEY ("replaced_by","market")
);

-- CreateTable
CREATE TABLE "replaced_dim_customer" (
    "replaced_by" INTEGER NOT NULL,
    "customer_code" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "market" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_dim_customer_pkey" PRIMARY KEY ("replaced_by","customer_code")
);

-- CreateTable
CREATE TABLE "replaced_dim_product" (
    "replaced_by" INTEGER NOT NULL,
    "product_code" TEXT NOT NULL,
    "division" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_dim_product_pkey" PRIMARY KEY ("replaced_by","product_code")
);

-- CreateTable
CREATE TABLE "replaced_fact_sales_monthly" (
    "replaced_by" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "product_code" TEXT NOT NULL,
    "customer_code" TEXT NOT NULL,
    "sold_quantity" INTEGER NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_fact_sales_monthly_pkey" PRIMARY KEY ("replaced_by","date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "replaced_fact_forecast_monthly" (
    "replaced_by" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "product_code" TEXT NOT NULL,
    "customer_code" TEXT NOT NULL,
    "forecast_quantity" INTEGER NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_fact_forecast_monthly_pkey" PRIMARY KEY ("replaced_by","date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "replaced_gross_price" (
    "replaced_by" INTEGER NOT NULL,
    "product_code" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "gross_price" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_gross_price_pkey" PRIMARY KEY ("replaced_by","product_code","fiscal_year")
);

-- CreateTable
CREATE TABLE "replaced_manufacturing_cost" (
    "replaced_by" INTEGER NOT NULL,
    "product_code" TEXT NOT NULL,
    "cost_year" INTEGER NOT NULL,
    "manufacturing_cost" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_manufacturing_cost_pkey" PRIMARY KEY ("replaced_by","product_code","cost_year")
);

-- CreateTable
CREATE TABLE "replaced_pre_invoice_deductions" (
    "replaced_by" INTEGER NOT NULL,
    "customer_code" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "pre_invoice_discount_pct" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_pre_invoice_deductions_pkey" PRIMARY KEY ("replaced_by","customer_code","fiscal_year")
);

-- CreateTable
CREATE TABLE "replaced_post_invoice_deductions" (
    "replaced_by" INTEGER NOT NULL,
    "customer_code" TEXT NOT NULL,
    "product_code" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "discounts_pct" DECIMAL NOT NULL,
    "other_deductions_pct" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_post_invoice_deductions_pkey" PRIMARY KEY ("replaced_by","date","product_code","customer_code")
);

-- CreateTable
CREATE TABLE "replaced_freight_cost" (
    "replaced_by" INTEGER NOT NULL,
    "market" TEXT NOT NULL,
    "fiscal_year" INTEGER NOT NULL,
    "freight_pct" DECIMAL NOT NULL,
    "other_cost_pct" DECIMAL NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_freight_cost_pkey" PRIMARY KEY ("replaced_by","market","fiscal_year")
);

-- CreateTable
CREATE TABLE "replaced_alias" (
    "replaced_by" INTEGER NOT NULL,
    "dimension" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "load_id" INTEGER NOT NULL,

    CONSTRAINT "replaced_alias_pkey" PRIMARY KEY ("replaced_by","dimension","alias")
);

-- A row is replaced by a later load than the one that wrote it; a load is undone by a later one.
ALTER TABLE "replaced_dim_market" ADD CONSTRAINT "replaced_dim_market_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_dim_customer" ADD CONSTRAINT "replaced_dim_customer_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_dim_product" ADD CONSTRAINT "replaced_dim_product_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_fact_sales_monthly" ADD CONSTRAINT "replaced_fact_sales_monthly_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_fact_forecast_monthly" ADD CONSTRAINT "replaced_fact_forecast_monthly_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_gross_price" ADD CONSTRAINT "replaced_gross_price_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_manufacturing_cost" ADD CONSTRAINT "replaced_manufacturing_cost_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_pre_invoice_deductions" ADD CONSTRAINT "replaced_pre_invoice_deductions_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_post_invoice_deductions" ADD CONSTRAINT "replaced_post_invoice_deductions_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_freight_cost" ADD CONSTRAINT "replaced_freight_cost_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "replaced_alias" ADD CONSTRAINT "replaced_alias_later" CHECK ("replaced_by" > "load_id");
ALTER TABLE "load" ADD CONSTRAINT "load_undone_later" CHECK ("undone_by" > "id");
