/** `tsx write-rows.ts FOLDER`: opens it, then writes one market after the other and tells each that was acknowledged. */
import { openDatabase } from "../../src/database/open-database.ts";

const [, , folder = ""] = process.argv;
const database = await openDatabase({ folder });
for (let number = Date.now(); ; number++) {
  await database.client.market.create({
    data: { market: String(number), subZone: "Nordics", region: "Europe" },
  });
  console.log(number);
}
