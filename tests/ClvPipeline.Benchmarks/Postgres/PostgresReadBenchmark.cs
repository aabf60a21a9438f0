using System.Diagnostics;
using System.Globalization;
using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Benchmarks;

/// <summary>How fast touchpoints come out of a Postgres server into our columns, beside <c>psql</c> that throws the same bytes away.</summary>
internal static class PostgresReadBenchmark
{
    private const string RowsOption = "--rows", RoundsOption = "--rounds", Columns = "customer_id, occurred_at, channel, campaign, touch_id";

    private static readonly string[] Ours = [.. Columns.Split(", ")];

    public static int Run(string[] args)
    {
        var options = new Options(args, RowsOption, RoundsOption);
        var (rows, rounds) = (options.Number(RowsOption, 10_000_000), options.Number(RoundsOption, 5));
        var server = Environment.GetEnvironmentVariable("CLV_TEST_POSTGRES") is { Length: > 0 } given ? given : throw new BadInputException("CLV_TEST_POSTGRES: expected the connection string of a server whose database may be written to");
        Fill(server, rows);
        var query = $"select {Columns} from clv_benchmark";
        (string Name, Func<(double Seconds, double Cpu)> Read)[] contenders =
        [
            ("psql, copy of the query to /dev/null", () => Psql(server, query)),
            ("clv, the query, one stream", () => Read(server, query, 1, rows)),
            ("clv, the table, one thread", () => Read(server, "clv_benchmark", 1, rows)),
            ("clv, the table, two threads", () => Read(server, "clv_benchmark", 2, rows)),
        ];
        foreach (var (_, read) in contenders) read();
        var times = contenders.Select(_ => new List<(double Seconds, double Cpu)>()).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < contenders.Length; i++) times[i].Add(contenders[i].Read());

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# Reading {rows:N0} touchpoints from Postgres\n"));
        Console.Out.WriteLine($"{Machine.Description}; Postgres {Version(server)} beside it; load {Machine.Load}. Medians of {rounds} rounds after one to warm up, taken in turn; CPU is the client's alone.");
        Console.Out.WriteLine("Again: `CLV_TEST_POSTGRES='Host=…' dotnet run -c Release --project tests/ClvPipeline.Benchmarks -- postgres-read`.\n");
        Console.Out.WriteLine("| | wall s | M rows/s | rate to psql | CPU s of the client | every round, wall s |\n| --- | ---: | ---: | ---: | ---: | --- |");
        foreach (var ((name, _), taken) in contenders.Zip(times))
        {
            var (wall, cpu) = (Median(taken.Select(time => time.Seconds)), Median(taken.Select(time => time.Cpu)));
            var line = string.Create(CultureInfo.InvariantCulture, $"| {name} | {wall:0.00} | {rows / wall / 1e6:0.00} | {Median(times[0].Select(time => time.Seconds)) / wall:0.00} | {(double.IsNaN(cpu) ? "" : cpu.ToString("0.00", CultureInfo.InvariantCulture))} |");
            Console.Out.WriteLine($"{line} {string.Join(", ", taken.Select(time => time.Seconds.ToString("0.00", CultureInfo.InvariantCulture)))} |");
        }

        return 0;
    }

    private static void Fill(string server, int rows)
    {
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        string[] statements =
        [
            "drop table if exists clv_benchmark",
            string.Create(CultureInfo.InvariantCulture, $"""
                create table clv_benchmark as select (hashint8(i) & 2097151)::bigint as customer_id, timestamptz '2024-01-01 00:00:00+00' + i * interval '6 seconds' as occurred_at,
                (array['email', 'paid_search', 'direct', 'social', 'display', 'affiliate', 'organic', 'store'])[1 + (hashint8(i + 7) & 7)] as channel,
                'campaign ' || (hashint8(i + 11) & 127) as campaign, i::bigint as touch_id from generate_series(1, {rows}) i
                """),
            "vacuum analyze clv_benchmark",
        ];
        foreach (var sql in statements)
        {
            using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            command.ExecuteNonQuery();
        }
    }

    private static (double Seconds, double Cpu) Psql(string server, string query)
    {
        var to = new NpgsqlConnectionStringBuilder(server);
        var start = new ProcessStartInfo("sh", ["-c", "exec psql -X -q -c \"$1\" > /dev/null", "psql", $"copy ({query}) to stdout (format binary)"]);
        foreach (var (name, value) in new[] { ("PGHOST", to.Host), ("PGPORT", $"{to.Port}"), ("PGUSER", to.Username), ("PGPASSWORD", to.Password), ("PGDATABASE", to.Database) }) start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("psql did not start");
        process.WaitForExit();
        return process.ExitCode == 0 ? (clock.Elapsed.TotalSeconds, double.NaN) : throw new InvalidOperationException($"psql ended with {process.ExitCode}");
    }

    private static (double Seconds, double Cpu) Read(string server, string from, int threads, int expected)
    {
        var connections = ConnectionStrings.Load(new Dictionary<string, string> { [ConnectionStrings.Prefix + "B"] = server }, "/", []);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var snapshot = PostgresSnapshot.Open("B", connections.Find("B")!, CancellationToken.None);
        List<string> problems = [];
        var dataset = PostgresDataset.TryOpen(new DatasetSource("touchpoints", "", new Dictionary<string, string>(), null) { Postgres = new PostgresSource(from, "B", null) }, snapshot, problems)
            ?? throw new BadInputException(string.Join('\n', problems));
        long rows = 0;
        var next = -1;
        var readers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (int part; (part = Interlocked.Increment(ref next)) < dataset.Parts.Count;) Interlocked.Add(ref rows, Drain(dataset.Parts[part]));
        })).ToList();
        readers.ForEach(reader => reader.Start());
        readers.ForEach(reader => reader.Join());
        return rows == expected ? (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds) : throw new InvalidOperationException($"{rows} rows were read of {expected}");
    }

    // As the engine does: every column of a block is handed over.
    private static long Drain(IPart part)
    {
        using var stream = part.Stream();
        var columns = Ours.Select(stream.Open).ToArray();
        var (longs, codes, valid) = (new long[8192], new int[8192], new byte[8192]);
        var rows = 0L;
        for (int n; (n = stream.Next(8192)) > 0; rows += n)
        {
            foreach (var column in columns)
            {
                if (column.Type.Kind == ColumnKind.Text) column.ReadCodes(codes.AsSpan(0, n), out _);
                else column.Read(longs.AsSpan(0, n), valid.AsSpan(0, n));
            }
        }

        return rows;
    }

    private static string Version(string server)
    {
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        return connection.PostgreSqlVersion.ToString();
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : double.NaN;
}
