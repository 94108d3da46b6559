/** What the invented company makes. Prices are the USD list price of the Standard variant in the first year. */

export interface Variant {
  readonly code: string;
  readonly division: string;
  readonly segment: string;
  readonly category: string;
  readonly product: string;
  readonly variant: string;
  /** USD, before the yearly changes. */
  readonly price: number;
  /** Unit cost as a part of the price. */
  readonly costShare: number;
  /** How well it sells, 1 being usual. */
  readonly popularity: number;
  readonly season: Season;
  /** First month of sale, where it lies within memory: `2025-09`. */
  readonly from: string;
  /** Last month of sale: `2025-08`. */
  readonly until: string;
}

/** Gifts peak before the holidays, outdoor things in summer too, work things hardly. */
export type Season = "gift" | "outdoor" | "work";

type Product = readonly [
  name: string,
  price: number,
  costShare: number,
  popularity: number,
  variants: number,
  life?: string,
];
type Category = readonly [name: string, season: Season, products: readonly Product[]];
type Segment = readonly [name: string, categories: readonly Category[]];

const divisions: readonly (readonly [name: string, segments: readonly Segment[]])[] = [
  [
    "Outdoor & Imaging",
    [
      [
        "Cameras",
        [
          [
            "Wildlife Cameras",
            "outdoor",
            [
              ["Trail Camera", 189, 0.38, 2.6, 3],
              ["Nest Watcher", 129, 0.4, 1.1, 2],
              ["Burrow Cam", 99, 0.42, 0.7, 2, "2025-04.."],
            ],
          ],
          [
            "Action Cameras",
            "outdoor",
            [
              ["Ridge Cam", 249, 0.41, 1.5, 3],
              ["Splash Cam", 219, 0.43, 1, 2, "..2025-08"],
              ["Summit Cam", 329, 0.39, 1.2, 3, "2025-09.."],
            ],
          ],
          ["Instant Cameras", "gift", [["Pocket Print", 89, 0.44, 1.3, 3]]],
          ["Accessories", "outdoor", [["Camera Sling", 29, 0.3, 1.2, 2]]],
        ],
      ],
      [
        "Wearables",
        [
          [
            "Sport Watches",
            "gift",
            [
              ["Pacer Watch", 179, 0.4, 1.8, 3],
              ["Harbor Watch", 239, 0.4, 1, 2],
            ],
          ],
          [
            "Fitness Bands",
            "gift",
            [
              ["Stride Band", 59, 0.42, 1.9, 3],
              ["Stride Band Mini", 39, 0.45, 1, 2, "..2026-02"],
            ],
          ],
        ],
      ],
      [
        "Navigation",
        [
          [
            "Handhelds",
            "outdoor",
            [
              ["Wayfinder", 269, 0.37, 0.8, 2],
              ["Lake Plotter", 349, 0.38, 0.5, 2],
            ],
          ],
        ],
      ],
    ],
  ],
  [
    "Home & Sound",
    [
      [
        "Audio",
        [
          [
            "Speakers",
            "gift",
            [
              ["Pebble Speaker", 69, 0.41, 2.2, 3],
              ["Lantern Speaker", 119, 0.4, 1.4, 3],
              ["Orchard Soundbar", 279, 0.43, 0.9, 2],
            ],
          ],
          [
            "Headphones",
            "gift",
            [
              ["Meadow Headphones", 159, 0.39, 1.7, 3],
              ["Drift Earbuds", 99, 0.4, 2.3, 3],
              ["Drift Earbuds Sport", 119, 0.4, 1.4, 2, "2026-03.."],
            ],
          ],
          ["Radios", "gift", [["Kitchen Radio", 79, 0.46, 0.6, 2, "..2025-01"]]],
        ],
      ],
      [
        "Smart Home",
        [
          [
            "Lighting",
            "gift",
            [
              ["Glow Lamp", 49, 0.38, 1.4, 3],
              ["Glow Strip", 35, 0.36, 1.2, 2],
            ],
          ],
          [
            "Climate",
            "work",
            [
              ["Hearth Thermostat", 149, 0.41, 0.9, 2],
              ["Breeze Fan", 109, 0.47, 0.8, 2],
            ],
          ],
          [
            "Home Security",
            "work",
            [
              ["Porch Camera", 139, 0.4, 1.5, 3],
              ["Doorstep Bell", 119, 0.39, 1.6, 3],
            ],
          ],
        ],
      ],
      [
        "Kitchen",
        [
          ["Kettles", "gift", [["Copper Kettle", 89, 0.45, 0.9, 2]]],
          ["Coffee Makers", "gift", [["Morning Brewer", 169, 0.44, 1.1, 3]]],
        ],
      ],
    ],
  ],
  [
    "Work & Play",
    [
      [
        "Desk",
        [
          [
            "Keyboards",
            "work",
            [
              ["Quill Keyboard", 109, 0.39, 1.5, 3],
              ["Quill Compact", 89, 0.4, 1, 2, "2024-09.."],
            ],
          ],
          [
            "Mice",
            "work",
            [
              ["Otter Mouse", 45, 0.37, 1.9, 3],
              ["Otter Trackball", 65, 0.4, 0.6, 2],
            ],
          ],
          ["Webcams", "work", [["Window Webcam", 79, 0.42, 1.2, 2]]],
        ],
      ],
      [
        "Storage",
        [
          [
            "Portable Drives",
            "work",
            [
              ["Acorn Drive", 95, 0.48, 1.6, 3],
              ["Acorn Vault", 175, 0.47, 0.9, 2, "2026-09.."],
            ],
          ],
          ["Flash Drives", "work", [["Squirrel Stick", 19, 0.5, 0.7, 2]]],
        ],
      ],
      [
        "Gaming",
        [
          ["Controllers", "gift", [["Comet Controller", 59, 0.42, 1.8, 3]]],
          ["Headsets", "gift", [["Thunder Headset", 129, 0.41, 1.2, 3]]],
          ["Accessories", "gift", [["Comet Dock", 39, 0.4, 0.8, 2, "2025-10.."]]],
        ],
      ],
      [
        "Power",
        [
          [
            "Chargers",
            "work",
            [
              ["Spark Charger", 35, 0.37, 2, 3],
              ["Spark Duo", 55, 0.38, 1.1, 2, "2024-11.."],
            ],
          ],
          [
            "Power Banks",
            "outdoor",
            [
              ["Loaf Power Bank", 49, 0.43, 1.5, 3],
              ["Sunny Panel", 139, 0.46, 0.5, 2],
            ],
          ],
        ],
      ],
    ],
  ],
];

const grades = [
  { variant: "Standard", price: 1, popularity: 1.2 },
  { variant: "Plus", price: 1.25, popularity: 0.9 },
  { variant: "Premium", price: 1.6, popularity: 0.55 },
] as const;

const numbered = <Item>(items: readonly Item[]): readonly (readonly [number, Item])[] =>
  items.map((item, index) => [index + 1, item]);

/** Codes tell the place in the hierarchy: division, segment, category, product, variant (`P1110101`). */
export const catalogue: readonly Variant[] = Object.freeze(
  numbered(divisions).flatMap(([d, [division, segments]]) =>
    numbered(segments).flatMap(([s, [segment, categories]]) =>
      numbered(categories).flatMap(([c, [category, season, products]]) =>
        numbered(products).flatMap(([p, [product, price, costShare, popularity, variants, life = ".."]]) =>
          numbered(grades.slice(0, variants)).map(([v, grade]) => ({
            code: `P${d}${s}${c}0${p}0${v}`,
            division,
            segment,
            category,
            product,
            variant: grade.variant,
            price: price * grade.price,
            costShare,
            popularity: popularity * grade.popularity,
            season,
            from: life.split("..")[0] ?? "",
            until: life.split("..")[1] || "9999-12",
          })),
        ),
      ),
    ),
  ),
);

/** What the company of full size makes besides: each product in three more series, dearer and cheaper. */
const series = [
  { name: "Lite", price: 0.72, popularity: 0.9 },
  { name: "Max", price: 1.45, popularity: 0.6 },
  { name: "Classic", price: 0.9, popularity: 0.75 },
] as const;

/** A catalogue with its further series; their codes carry the number of the series (`P1112101` is a Max). */
export const withSeries = (variants: readonly Variant[]): readonly Variant[] => [
  ...variants,
  ...numbered(series).flatMap(([number, { name, price, popularity }]) =>
    variants.map((variant) => ({
      ...variant,
      code: `${variant.code.slice(0, 4)}${number}${variant.code.slice(5)}`,
      product: `${variant.product} ${name}`,
      price: variant.price * price,
      popularity: variant.popularity * popularity,
    })),
  ),
];
