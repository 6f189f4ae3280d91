/**
 * Statements that bring the file from version N to N+1, one list per version. What a release has shipped is never changed, only appended
 * to, and is written out in full: nothing here is computed from a list that may grow. Times are UTC epoch milliseconds.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  // Release 0.1.0
  [
    `CREATE TABLE cameras (
       id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, url VARCHAR NOT NULL,
       enabled BOOLEAN NOT NULL, fps DOUBLE NOT NULL, transport VARCHAR NOT NULL)`,
    `CREATE TABLE minute_counts (
       camera_id VARCHAR NOT NULL, minute_start_ms BIGINT NOT NULL,
       "visitors" INTEGER NOT NULL, "gender.female" INTEGER NOT NULL, "gender.male" INTEGER NOT NULL,
       "age.0-14" INTEGER NOT NULL, "age.15-24" INTEGER NOT NULL, "age.25-34" INTEGER NOT NULL,
       "age.35-44" INTEGER NOT NULL, "age.45-54" INTEGER NOT NULL, "age.55-64" INTEGER NOT NULL,
       "age.65+" INTEGER NOT NULL, "attribute.5_o_Clock_Shadow" INTEGER NOT NULL,
       "attribute.Arched_Eyebrows" INTEGER NOT NULL, "attribute.Attractive" INTEGER NOT NULL,
       "attribute.Bags_Under_Eyes" INTEGER NOT NULL, "attribute.Bald" INTEGER NOT NULL,
       "attribute.Bangs" INTEGER NOT NULL, "attribute.Big_Lips" INTEGER NOT NULL, "attribute.Big_Nose" INTEGER NOT NULL,
       "attribute.Black_Hair" INTEGER NOT NULL, "attribute.Blond_Hair" INTEGER NOT NULL,
       "attribute.Blurry" INTEGER NOT NULL, "attribute.Brown_Hair" INTEGER NOT NULL,
       "attribute.Bushy_Eyebrows" INTEGER NOT NULL, "attribute.Chubby" INTEGER NOT NULL,
       "attribute.Double_Chin" INTEGER NOT NULL, "attribute.Eyeglasses" INTEGER NOT NULL,
       "attribute.Goatee" INTEGER NOT NULL, "attribute.Gray_Hair" INTEGER NOT NULL,
       "attribute.Heavy_Makeup" INTEGER NOT NULL, "attribute.High_Cheekbones" INTEGER NOT NULL,
       "attribute.Male" INTEGER NOT NULL, "attribute.Mouth_Slightly_Open" INTEGER NOT NULL,
       "attribute.Mustache" INTEGER NOT NULL, "attribute.Narrow_Eyes" INTEGER NOT NULL,
       "attribute.No_Beard" INTEGER NOT NULL, "attribute.Oval_Face" INTEGER NOT NULL,
       "attribute.Pale_Skin" INTEGER NOT NULL, "attribute.Pointy_Nose" INTEGER NOT NULL,
       "attribute.Receding_Hairline" INTEGER NOT NULL, "attribute.Rosy_Cheeks" INTEGER NOT NULL,
       "attribute.Sideburns" INTEGER NOT NULL, "attribute.Smiling" INTEGER NOT NULL,
       "attribute.Straight_Hair" INTEGER NOT NULL, "attribute.Wavy_Hair" INTEGER NOT NULL,
       "attribute.Wearing_Earrings" INTEGER NOT NULL, "attribute.Wearing_Hat" INTEGER NOT NULL,
       "attribute.Wearing_Lipstick" INTEGER NOT NULL, "attribute.Wearing_Necklace" INTEGER NOT NULL,
       "attribute.Wearing_Necktie" INTEGER NOT NULL, "attribute.Young" INTEGER NOT NULL,
       "sample.gender" INTEGER NOT NULL, "sample.age" INTEGER NOT NULL, "sample.attributes" INTEGER NOT NULL,
       PRIMARY KEY (camera_id, minute_start_ms))`,
  ],
  // Release 0.2.0. Visits are carried over. Looks are not: 0.1.0 kept true counts of them for ever and by the minute.
  [
    `CREATE TABLE minutes (place VARCHAR NOT NULL, minute_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)`,
    `CREATE TABLE quarters (place VARCHAR NOT NULL, quarter_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)`,
    `INSERT INTO minutes SELECT camera_id, minute_start_ms, visitors, 0 FROM minute_counts WHERE visitors > 0 ORDER BY minute_start_ms`,
    `INSERT INTO quarters SELECT place, minute_ms - minute_ms % 900000, sum(visits), 0 FROM minutes GROUP BY 1, 2 ORDER BY 2`,
    `DROP TABLE minute_counts`,
    `ALTER TABLE cameras RENAME TO cameras_of_0_1_0`,
    `CREATE TABLE cameras (id VARCHAR PRIMARY KEY, settings VARCHAR NOT NULL)`,
    `INSERT INTO cameras SELECT id,
       json_object('name', name, 'url', url, 'enabled', enabled, 'fps', fps, 'transport', transport)::VARCHAR FROM cameras_of_0_1_0`,
    `DROP TABLE cameras_of_0_1_0`,
    `CREATE TABLE state (name VARCHAR PRIMARY KEY, value BIGINT NOT NULL)`,
    `INSERT INTO state VALUES ('clean', 1), ('commits', 0)`,
    `INSERT INTO state SELECT 'settled_until_ms', coalesce(max(quarter_ms) + 900000, 0) FROM quarters`,
    `CREATE TABLE applied (source VARCHAR NOT NULL, seq BIGINT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (source, seq))`,
    `CREATE TABLE open_minutes (
       place VARCHAR NOT NULL, minute_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)`,
    `CREATE TABLE open_cells (place VARCHAR NOT NULL, quarter_ms BIGINT NOT NULL, cell INTEGER NOT NULL, n INTEGER NOT NULL)`,
    `CREATE TABLE cursors (place VARCHAR PRIMARY KEY, looks_since_ms BIGINT NOT NULL, attributes_since_ms BIGINT NOT NULL)`,
    `INSERT INTO cursors SELECT place, max(quarter_ms) + 900000, max(quarter_ms) + 900000 FROM quarters GROUP BY place`,
    `CREATE SEQUENCE block_ids`,
    `CREATE TABLE blocks (
       id BIGINT NOT NULL, kind VARCHAR NOT NULL, place VARCHAR NOT NULL, start_ms BIGINT NOT NULL, end_ms BIGINT NOT NULL,
       visits INTEGER NOT NULL, mode VARCHAR NOT NULL, policy_version INTEGER NOT NULL, cells INTEGER[] NOT NULL,
       variance DOUBLE NOT NULL, dwell_variance DOUBLE NOT NULL, looks_excess INTEGER NOT NULL, dwell_excess INTEGER NOT NULL)`,
    `CREATE TABLE parts (
       kind VARCHAR NOT NULL, place VARCHAR NOT NULL, quarter_ms BIGINT NOT NULL, block_id BIGINT NOT NULL, visits INTEGER NOT NULL)`,
    `CREATE TABLE policies (version INTEGER PRIMARY KEY, from_ms BIGINT NOT NULL, policy VARCHAR NOT NULL)`,
    `CREATE TABLE tokens (
       id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, user_id VARCHAR, expires_at_ms BIGINT, details VARCHAR NOT NULL)`,
    `CREATE TABLE users (id VARCHAR PRIMARY KEY, details VARCHAR NOT NULL)`,
    `CREATE SEQUENCE audit_ids`,
    `CREATE TABLE audit (
       id BIGINT PRIMARY KEY, at_ms BIGINT NOT NULL, actor VARCHAR NOT NULL, address VARCHAR, action VARCHAR NOT NULL,
       subject VARCHAR, before_json VARCHAR, after_json VARCHAR)`,
  ],
];
