import type { RgbImage } from '@vitrine/models';
import sharp, { type OverlayOptions } from 'sharp';
import type { StandingOut } from './standing-out.js';

/** A face, its abstraction image and what stands out about it. */
export interface Card {
  readonly crop: RgbImage;
  readonly abstraction: RgbImage;
  readonly attributes: readonly StandingOut[];
}

const COLUMNS = 2;
const PICTURE_PX = 144;
const ROW_PX = 24;
/** Attributes that fit beside a picture. */
export const MOST_ATTRIBUTES = PICTURE_PX / ROW_PX;

const PAD_PX = 12;
const GAP_PX = 16;
const LABEL_PX = 156;
const BAR_PX = 84;
const PERCENT_PX = 48;
const PICTURES_PX = 2 * PICTURE_PX + PAD_PX;
const CARD = {
  width: 2 * PAD_PX + PICTURES_PX + GAP_PX + LABEL_PX + BAR_PX + PERCENT_PX,
  height: 2 * PAD_PX + PICTURE_PX,
};
const HEAD_PX = 44;
const LEGEND_PX = 76;
const WIDTH_PX = GAP_PX + COLUMNS * (CARD.width + GAP_PX);

const COLOURS = { ground: '#0a0d13', panel: '#11161f', track: '#263041', text: '#f0f4fa', soft: '#a9b5c8' };
const TIERS = { high: '#4ddb8f', medium: '#7db4ff', low: '#ffc65c' } as const;

/** Parts and their colours as training/vitrine_training/targets.py paints them. */
const PARTS = {
  skin: '#ffffff',
  'left brow': '#0000ff',
  'right brow': '#00ffab',
  'left eye': '#ab00ff',
  'right eye': '#00ff00',
  nose: '#abff00',
  'upper lip': '#ffab00',
  'inner mouth': '#ff0000',
  'lower lip': '#ff00ab',
  hair: '#00abff',
};

/** @returns a PNG: two columns of cards, headings above, the colours' meaning below */
export async function drawSheet(cards: readonly Card[]): Promise<Buffer> {
  const rows = Math.ceil(cards.length / COLUMNS);
  const [width, height] = [WIDTH_PX, HEAD_PX + rows * (CARD.height + GAP_PX) + LEGEND_PX];
  const places = cards.map((card, i) => ({
    card,
    x: columnX(i % COLUMNS),
    y: HEAD_PX + Math.floor(i / COLUMNS) * (CARD.height + GAP_PX),
  }));
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter, DejaVu Sans, sans-serif" font-size="13">`,
    rectangle({ x: 0, y: 0, width, height, fill: COLOURS.ground }),
    ...Array.from({ length: COLUMNS }, (_, column) => headings(columnX(column))),
    ...places.map(({ card, x, y }) => panel(card, x, y)),
    legend(height - LEGEND_PX + 14),
    '</svg>',
  ];
  const pictures = await Promise.all(
    places.flatMap(({ card, x, y }) => [picture(card.crop, x, y), picture(card.abstraction, x + PICTURE_PX + PAD_PX, y)]),
  );
  return sharp(Buffer.from(svg.join('')))
    .composite(pictures)
    .removeAlpha()
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toBuffer();
}

const columnX = (column: number) => GAP_PX + column * (CARD.width + GAP_PX);

async function picture({ widthPx, heightPx, data }: RgbImage, x: number, y: number): Promise<OverlayOptions> {
  const pixels = sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } }).resize(PICTURE_PX, PICTURE_PX);
  // Six bits a channel: the last two are not seen and would take as much of the file as the rest.
  const input = Buffer.from((await pixels.raw().toBuffer()).map((value) => value & 0xfc));
  return { input, raw: { width: PICTURE_PX, height: PICTURE_PX, channels: 3 }, left: x + PAD_PX, top: y + PAD_PX };
}

function headings(x: number): string {
  const titles = [
    ['Face, aligned', 0],
    ['Abstraction image', PICTURE_PX + PAD_PX],
    ['What stands out, probability', PICTURES_PX + GAP_PX],
  ] as const;
  return titles.map(([title, dx]) => text(title, x + PAD_PX + dx, HEAD_PX - 14, { fill: COLOURS.soft })).join('');
}

function panel({ attributes }: Card, x: number, y: number): string {
  const left = x + PAD_PX + PICTURES_PX + GAP_PX;
  const rows = attributes.map((attribute, i) => attributeRow(attribute, left, y + PAD_PX + i * ROW_PX));
  return rectangle({ x, y, ...CARD, fill: COLOURS.panel, rx: 8 }) + rows.join('');
}

function attributeRow({ words, probability, threshold, tier }: StandingOut, x: number, y: number): string {
  const [barX, barY, middle] = [x + LABEL_PX, y + ROW_PX / 2 - 4, y + ROW_PX / 2 + 4.5];
  const percent = `${Math.round(100 * probability)} %`;
  return [
    text(words, x, middle, { fill: COLOURS.text }),
    rectangle({ x: barX, y: barY, width: BAR_PX, height: 8, fill: COLOURS.track, rx: 2 }),
    rectangle({ x: barX, y: barY, width: BAR_PX * probability, height: 8, fill: TIERS[tier], rx: 2 }),
    rectangle({ x: barX + BAR_PX * threshold - 1, y: barY - 2, width: 2, height: 12, fill: COLOURS.text }),
    text(percent, barX + BAR_PX + PERCENT_PX, middle, { fill: COLOURS.text, anchor: 'end' }),
  ].join('');
}

function legend(y: number): string {
  const x = columnX(0);
  const parts = keys({ title: 'Parts', colours: PARTS, x, y });
  const tiers = keys({ title: 'Reliability tier', colours: TIERS, x, y: y + 30 });
  return [
    parts.svg,
    tiers.svg,
    rectangle({ x: tiers.endX, y: y + 30, width: 2, height: 12, fill: COLOURS.text }),
    text('yes begins here, at balanced thresholds', tiers.endX + 10, y + 41, { fill: COLOURS.soft }),
  ].join('');
}

interface Keys {
  readonly title: string;
  readonly colours: Readonly<Record<string, string>>;
  readonly x: number;
  readonly y: number;
}

/** A title and a coloured square with its name for each of `colours`, one after the other. */
function keys({ title, colours, x, y }: Keys): { svg: string; endX: number } {
  let [svg, endX] = [text(title, x, y + 11, { fill: COLOURS.soft }), x + widthOf(title) + GAP_PX];
  for (const [name, fill] of Object.entries(colours)) {
    svg += rectangle({ x: endX, y, width: 12, height: 12, fill, rx: 2 }) + text(name, endX + 18, y + 11, { fill: COLOURS.soft });
    endX += 18 + widthOf(name) + GAP_PX;
  }
  return { svg, endX };
}

/** About; SVG has no way to ask. */
const widthOf = (words: string) => 7.6 * words.length;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  /** Radius of the corners. */
  readonly rx?: number;
}

const rectangle = ({ x, y, width, height, fill, rx = 0 }: Rectangle) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" rx="${rx}"/>`;

interface TextStyle {
  readonly fill: string;
  /** Which end of the text is at x. */
  readonly anchor?: 'start' | 'end';
}

const text = (words: string, x: number, y: number, { fill, anchor = 'start' }: TextStyle) =>
  `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
