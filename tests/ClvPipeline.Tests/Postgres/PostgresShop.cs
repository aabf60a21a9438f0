using ClvPipeline.Storage;
using ClvPipeline.Tests.Oracle;
using Npgsql;

namespace ClvPipeline.Tests.Postgres;

/// <summary>A random shop in tables, and sources that read them.</summary>
internal sealed class PostgresShop(PostgresDatabase database, string schema)
{
    public const string Connection = "Warehouse";

    private readonly List<DatasetSource> _sources = [];

    /// <summary>Creates and fills a table for each dataset, with a column <c>row_index</c> besides: a table keeps its rows in an order of its own.</summary>
    public static PostgresShop Write(PostgresDatabase database, string schema, Shop shop, OracleSettings settings, Layout layout)
    {
        var written = new PostgresShop(database, schema);
        using var connection = database.Open();
        if (database.Scalar("select current_setting('server_encoding')") is "SQL_ASCII") Execute(connection, "set client_encoding = 'SQL_ASCII'");
        Execute(connection, $"create schema {schema}");
        foreach (var dataset in MemoryDataset.Inputs(shop, settings, layout with { Parts = 1, ForPostgres = true }).All.Cast<MemoryDataset>())
        {
            Create(connection, $"{schema}.{dataset.Name}", dataset.MemoryParts.Single());
            written._sources.Add(new DatasetSource(dataset.Name, "", new Dictionary<string, string>(), dataset.TimeZone) { Postgres = new PostgresSource($"{schema}.{dataset.Name}", Connection, null) });
        }

        return written;
    }

    /// <summary>Creates a table and copies rows into it, few to a page.</summary>
    public static void Create(NpgsqlConnection connection, string table, MemoryPart part)
    {
        Execute(connection, $"create table {table} (row_index float8, {string.Join(", ", part.Columns.Select(column => $"\"{column.Key}\" {CopyWriter.TypeOf(column.Value)}"))}) with (fillfactor = 10)");
        using var copy = connection.BeginRawBinaryCopy($"copy {table} from stdin (format binary)");
        new CopyWriter(copy).Write(part);
    }

    /// <summary>The tables as sources, with so many pages to a part.</summary>
    public SourceInputs Tables(long pagesPerPart = 4096) => Open(source => source.Postgres! with { PagesPerPart = pagesPerPart });

    /// <summary>The same rows by queries.</summary>
    public SourceInputs Queries() => Open(source => new PostgresSource($"  /* {source.Name} */ select * from {schema}.{source.Name} where true; ", Connection, 600));

    /// <summary>The same rows in another order.</summary>
    public SourceInputs Shuffled() => Open(source => new PostgresSource($"with rows as (select * from {schema}.{source.Name}) select * from rows order by md5(rows::text)", Connection, null));

    public static ConnectionStrings Connections(string connectionString) =>
        ConnectionStrings.Load(new Dictionary<string, string> { [ConnectionStrings.Prefix + Connection.ToUpperInvariant()] = connectionString }, "/", []);

    private SourceInputs Open(Func<DatasetSource, PostgresSource> from) =>
        SourceInputs.Open([.. _sources.Select(source => source with { Postgres = from(source) })], "/", Connections(database.ConnectionString), CancellationToken.None);

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
