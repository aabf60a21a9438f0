// Usage: node decode.mjs make FOLDER ROWS           writes the files to be decoded
//        node decode.mjs read FILE THREADS ROUNDS   decodes one with DuckDB and prints, a JSON line, sums and the best times
import { createRequire } from 'node:module';

const { DuckDBInstance, version } = createRequire(new URL('../../duckdb/', import.meta.url))('@duckdb/node-api');
const [what, path, count, rounds] = process.argv.slice(2);
const connect = async (threads) => (await DuckDBInstance.create(':memory:', { threads })).connect();
const text = (value) => `'${value.replaceAll("'", "''")}'`;

if (what === 'make') {
  const connection = await connect('2');
  const columns = `make_timestamp(1704067200000000 + i * 3100000 + (hash(i + 7) % 3000000)::bigint) as "at",
    ['google', 'facebook', 'direct', 'email', 'organic search', 'display', 'affiliate', 'referral', 'tiktok'][1 + (hash(i + 13) % 9)::int] as channel from range(${count}) r(i)`;
  const customer = `select (hash(i) % 3000000)::bigint as id, ${columns}`;
  const make = (name, sql, options) => connection.run(`copy (${sql}) to ${text(`${path}/${name}.parquet`)} (format parquet, ${options})`);
  await make('duckdb-v1-snappy', customer, 'compression snappy, parquet_version v1');
  await make('duckdb-v2-snappy', customer, 'compression snappy, parquet_version v2');
  await make('duckdb-v1-zstd', customer, 'compression zstd, parquet_version v1');
  await make('duckdb-v1-snappy-uuid-text', `select md5(i::varchar)::uuid::varchar as id, ${columns}`, 'compression snappy, parquet_version v1');
} else {
  const connection = await connect(count);
  const file = text(path);
  const [{ kind }] = (await connection.runAndReadAll(`select typeof(id) as kind from ${file} limit 1`)).getRowObjectsJson();
  const sql = `select (sum(${kind === 'VARCHAR' ? 'strlen(id)' : 'id'}))::varchar as id, sum(epoch_us("at"))::varchar as "at", sum(strlen(channel))::varchar as channel from ${file}`;
  let best = { version: version(), cpu: Infinity, wall: Infinity };
  for (let round = 0; round < Number(rounds); round++) {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const [sums] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    const { user, system } = process.cpuUsage(cpu);
    best = { ...best, ...sums, cpu: Math.min(best.cpu, (user + system) / 1e6), wall: Math.min(best.wall, (performance.now() - wall) / 1e3) };
  }
  console.log(JSON.stringify(best));
}
