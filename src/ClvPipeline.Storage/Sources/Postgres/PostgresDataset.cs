using System.Globalization;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>A dataset that comes from a table or query. Its columns are known when it is opened; its rows come when they are read, once, and are then counted.</summary>
public sealed class PostgresDataset : ISourceDataset
{
    private readonly PostgresSource _source;
    private readonly string _from;
    private readonly Dictionary<string, PostgresColumn> _columns;

    private PostgresDataset(DatasetSource source, PostgresSnapshot snapshot, PostgresTable table, Dictionary<string, PostgresColumn> columns)
    {
        (Name, TimeZone, _source, Snapshot, _from, _columns) = (source.Name, source.TimeZone, source.Postgres!, snapshot, table.From, columns);
        Place = table.Place;
        FurtherColumns = Further(source, table);
        foreach (var further in FurtherColumns) columns[further] = table.Columns.Single(column => column.Name == further);
        var parts = new List<PostgresPart>();
        var conditions = table.Conditions();
        foreach (var condition in conditions) parts.Add(new PostgresPart(this, parts.LastOrDefault(), condition, (int)Math.Min(int.MaxValue, table.ExpectedRows / conditions.Count)));
        Parts = parts;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? TimeZone { get; }

    /// <inheritdoc />
    public IReadOnlyList<IPart> Parts { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> FurtherColumns { get; }

    /// <inheritdoc />
    public long Rows => Parts.Sum(part => (long)part.Rows);

    /// <inheritdoc />
    public string Found => string.Create(CultureInfo.InvariantCulture, $"about {Rows:N0} rows from {Place}");

    /// <inheritdoc />
    public IReadOnlyList<object> Fingerprints => [new InputQuery(_source.Connection, _source.IsQuery ? "query" : _source.Text.Trim(), _source.Sha256, Rows, Snapshot.Id)];

    /// <summary>The moment that it is read at.</summary>
    public PostgresSnapshot Snapshot { get; }

    /// <summary>What is read, in words, for messages and rejects: never the query itself.</summary>
    internal string Place { get; }

    internal int? TimeoutSeconds => _source.TimeoutSeconds;

    /// <summary>Looks at the table or query of <paramref name="source"/>. What is wrong goes to <paramref name="problems"/>, and null is returned.</summary>
    /// <exception cref="IOException">The server went away.</exception>
    public static PostgresDataset? TryOpen(DatasetSource source, PostgresSnapshot snapshot, ICollection<string> problems)
    {
        var found = new ProblemList(source.Name);
        ColumnCheck.Mapping(source, found);
        var place = PostgresTable.PlaceOf(source);
        try
        {
            // What one dataset does wrong must not end the transaction in which the others are looked at.
            Execute(snapshot, "savepoint look");
            var table = PostgresTable.Look(source, snapshot, found);
            if (table is not null && Columns(source, table, found) is { } columns && found.None)
            {
                var dataset = new PostgresDataset(source, snapshot, table, columns);
                PostgresTable.Prepare(snapshot, dataset.Select(columns.Values.Select(column => column.Name).Distinct(), null));
                return dataset;
            }
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            var fault = PostgresFault.Of(e, $"sources.{source.Name}", place, PostgresTable.Ahead(source));
            if (fault is not BadInputException bad) throw fault;
            problems.Add(bad.Message);
            Execute(snapshot, "rollback to savepoint look");
            return null;
        }

        foreach (var sentence in found.Sentences()) problems.Add(sentence);
        return null;
    }

    /// <inheritdoc />
    public IReadOnlyList<string> ChangedSince() => [];

    /// <summary>The snapshot is others' too, and theirs to end.</summary>
    public void Dispose()
    {
    }

    internal PostgresColumn? Column(string ours) => _columns.GetValueOrDefault(ours);

    /// <summary>The query for some columns of some rows. A column that is asked for twice comes twice.</summary>
    internal string Select(IEnumerable<string> columns, string? condition) =>
        $"select {string.Join(", ", columns.Select(SqlName.Quote))} from {_from}{(condition is null ? "" : $" where {condition}")}";

    // A column of theirs that has the name of one of ours, which is another one in this dataset, would be taken for that; of two with one name nobody can say which.
    private static List<string> Further(DatasetSource source, PostgresTable table)
    {
        if (!KnownColumns.TakesFurther(source.Name)) return [];
        var taken = KnownColumns.Of(source.Name).SelectMany(column => new[] { column.Name, source.Columns.GetValueOrDefault(column.Name, column.Name) }).ToHashSet();
        return [.. table.Columns.GroupBy(column => column.Name).Where(alike => alike.Count() == 1 && !taken.Contains(alike.Key)).Select(alike => alike.Key)];
    }

    private static Dictionary<string, PostgresColumn>? Columns(DatasetSource source, PostgresTable table, ProblemList problems)
    {
        Dictionary<string, PostgresColumn> columns = [];
        foreach (var ours in KnownColumns.Of(source.Name).Select(column => column.Name))
        {
            var theirs = source.Columns.GetValueOrDefault(ours, ours);
            var matches = table.Columns.Where(column => column.Name == theirs).ToList();
            if (matches.Count > 1) problems.Add($"{table.Place} has {matches.Count} columns '{theirs}'; expected one: give the others another name (… as …)");
            else if (matches.Count == 1) columns[ours] = matches[0];
        }

        ColumnCheck.Presence(source, table.Place, [.. table.Columns.Select(column => column.Name)], columns.Keys, problems);
        return columns;
    }

    private static void Execute(PostgresSnapshot snapshot, string sql)
    {
        using var command = new NpgsqlCommand(sql, snapshot.Holder);
        command.ExecuteNonQuery();
    }
}
