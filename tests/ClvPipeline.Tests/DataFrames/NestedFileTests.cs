using System.Text.Json.Nodes;
using ClvPipeline.DataFrames;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Parquet;
using ClvPipeline.Tests.Storage;
using global::Parquet;
using global::Parquet.Schema;
using global::Parquet.Serialization;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>Files with lists: a row is an element of the list.</summary>
public sealed class NestedFileTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly TestShell _shell = new();

    public sealed record Visit
    {
        public DateTime At { get; init; }
        public string? Channel { get; init; }
    }

    public sealed record Person
    {
        public long Id { get; init; }
        public List<Visit>? Visits { get; init; }
        public List<string>? Words { get; init; }
        public List<List<int>>? Deep { get; init; }
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_run_reads_the_elements_of_a_list_as_rows_and_says_what_read_them()
    {
        var random = new Random(7);
        string[] channels = ["email", "store", "display"];
        Person[] people = [.. Enumerable.Range(1, 40).Select(id => new Person { Id = id, Visits = id % 9 == 0 ? null : [.. Enumerable.Range(0, random.Next(5)).Select(i => new Visit { At = Noon.AddDays(-random.Next(40)).AddSeconds(id * 10 + i), Channel = random.Next(6) == 0 ? null : channels[random.Next(3)] })] })];
        await Write("nested.parquet", people, groupRows: 15);
        var flat = people.SelectMany(person => (person.Visits ?? []).Select(visit => (person.Id, visit))).ToList();
        SmallFile.Write(Path.Combine(_shell.Folder, "flat.parquet"), 100,
            ("customer_id", [.. flat.Select(row => (object)row.Id)]), ("occurred_at", [.. flat.Select(row => (object)new DateTimeOffset(row.visit.At))]), ("channel", [.. flat.Select(row => (object?)row.visit.Channel)]));
        SmallFile.Write(Path.Combine(_shell.Folder, "orders.parquet"), 100,
            ("order_id", [.. people.Select(person => (object)person.Id)]), ("customer_id", [.. people.Select(person => (object)person.Id)]), ("ordered_at", [.. people.Select(_ => (object)new DateTimeOffset(Noon))]), ("revenue", [.. people.Select(person => (object)(10m + person.Id))]));
        var nested = Run("nested", """{ "parquet": "nested.parquet", "columns": { "customer_id": "Id", "occurred_at": "Visits.list.element.At", "channel": "Visits.list.element.Channel" } }""");
        var plain = Run("flat", """{ "parquet": "flat.parquet" }""");
        Assert.Equal((string)plain["result_hash"]!, (string)nested["result_hash"]!);
        Assert.Equal(flat.Count, (int)nested["inputs"]!["touchpoints"]![0]!["rows"]!);
        Assert.StartsWith("Parquet.Net ", (string)nested["inputs"]!["touchpoints"]![0]!["reader"]!, StringComparison.Ordinal);
        Assert.False(plain["inputs"]!["touchpoints"]![0]!.AsObject().ContainsKey("reader"));
        Assert.False(nested["inputs"]!["orders"]![0]!.AsObject().ContainsKey("reader"));
    }

    [NodeFact]
    public void A_file_with_lists_that_DuckDB_wrote_is_read_alike_and_one_that_it_encrypted_is_refused_by_name()
    {
        const string People = "select i as id, [{ 'at': timestamptz '2026-06-01 12:00:00+00' - interval (k * 7 + i) hour, 'medium': (['email', 'store', 'display'])[(i + k) % 3 + 1] } for k in range(i % 5)] as visits from range(1, 41) r(i)";
        string To(string name) => $"'{Path.Combine(_shell.Folder, name)}'";
        SmallFile.Write(Path.Combine(_shell.Folder, "orders.parquet"), 100,
            ("order_id", [.. Enumerable.Range(1, 40).Select(i => (object)(long)i)]), ("customer_id", [.. Enumerable.Range(1, 40).Select(i => (object)(long)i)]), ("ordered_at", [.. Enumerable.Repeat((object)new DateTimeOffset(Noon), 40)]), ("revenue", [.. Enumerable.Range(1, 40).Select(i => (object)(10m + i))]));
        DuckDb.Query(Path.Combine(_shell.Folder, "orders.parquet"), $"copy ({People}) to {To("nested.parquet")} (format parquet, row_group_size 2048)",
            $"copy (select id as customer_id, v.at as occurred_at, v.medium as channel from (select id, unnest(visits) as v from ({People}))) to {To("flat.parquet")} (format parquet)",
            "set force_mbedtls_unsafe = 'true'", "pragma add_parquet_key('key', '0123456789abcdef')", $"copy (select id as customer_id, id as segment from ({People})) to {To("secret.parquet")} (format parquet, encryption_config {{ footer_key: 'key' }})");
        var nested = Run("nested", """{ "parquet": "nested.parquet", "columns": { "customer_id": "id", "occurred_at": "visits.list.element.at", "channel": "visits.list.element.medium" } }""");
        var plain = Run("flat", """{ "parquet": "flat.parquet" }""");
        Assert.Equal((string)plain["result_hash"]!, (string)nested["result_hash"]!);
        Assert.Equal(80, (int)nested["inputs"]!["touchpoints"]![0]!["rows"]!);
        Assert.StartsWith("Parquet.Net ", (string)nested["inputs"]!["touchpoints"]![0]!["reader"]!, StringComparison.Ordinal);

        _shell.Write("clv.json", """{ "sources": { "touchpoints": { "parquet": "flat.parquet" }, "orders": { "parquet": "orders.parquet" }, "customers": { "parquet": "secret.parquet" } }, "clv": { "model": "none", "grossMargin": 0.5 } }""");
        Assert.Equal(ExitCode.Failed, _shell.Clv("run", "--as-of", "2026-06-30"));
        Assert.Contains("secret.parquet: the file is encrypted, and neither clv nor Parquet.Net decrypts Parquet; expected what was written without encryption", _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_single_values_goes_by_its_own_name_and_an_empty_one_has_no_rows()
    {
        await Write("t.parquet", [new Person { Id = 1, Words = ["a", "b"] }, new Person { Id = 2, Words = [] }, new Person { Id = 3 }, new Person { Id = 4, Words = ["c"] }]);
        using var dataset = Open("Words", "Id")!;
        Assert.Equal(["a", "b", "c"], dataset.Texts("segment"));
        Assert.Equal(3, dataset.Rows);
        var ids = new long[3];
        using var cursor = dataset.Parts[0].Open("customer_id");
        cursor.Read(ids, new byte[3]);
        Assert.Equal([1L, 1, 4], ids);
    }

    [Fact]
    public async Task What_Parquet_Net_cannot_make_rows_of_either_is_told_in_a_sentence()
    {
        await Write("t.parquet", [new Person { Id = 1, Words = ["a", "b"], Visits = [new Visit { At = Noon }], Deep = [[1], [2]] }]);
        Assert.Contains("'Visits' holds several columns; expected one of Visits.list.element.At, Visits.list.element.Channel", Refusal("Visits"), StringComparison.Ordinal);
        Assert.Contains("is a list within a list; expected one list", Refusal("Deep"), StringComparison.Ordinal);
        using (var unequal = Open("Words", "Visits.list.element.At")!)
        {
            var message = Assert.Throws<BadInputException>(() => unequal.Parts[0].Open("segment").Dispose()).Message;
            Assert.Contains("expected lists of one length, whose elements are the rows", message, StringComparison.Ordinal);
        }

        // Without it such a column is what it was: a column that cannot mean what it should.
        using var without = ParquetDataset.Open(Source("Words", "Id") with { SecondReader = null }, _shell.Folder);
        Assert.Equal((ColumnKind.Other, "a list or map"), (without.Parts[0].TypeOf("segment")!.Kind, without.Parts[0].TypeOf("segment")!.Name));
        // A file that is damaged is no case for another reader, which would not notice.
        var bytes = File.ReadAllBytes(Path.Combine(_shell.Folder, "t.parquet"));
        File.WriteAllBytes(Path.Combine(_shell.Folder, "t.parquet"), bytes[..^20]);
        Assert.Contains("cut short or damaged", Refusal("Words"), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_shell.Folder, "t.parquet"), [.. "PARE"u8, .. bytes[4..^4], .. "PARE"u8]);
        Assert.Contains("the file is encrypted, and neither clv nor Parquet.Net decrypts Parquet; expected what was written without encryption", Refusal("Words"), StringComparison.Ordinal);
    }

    private JsonObject Run(string id, string touchpoints)
    {
        _shell.Write("clv.json", $$"""{ "sources": { "touchpoints": {{touchpoints}}, "orders": { "parquet": "orders.parquet" } }, "clv": { "model": "none", "grossMargin": 0.5 }, "quality": { "maxRejectedShare": 1 }, "output": { "folder": "out" } }""");
        var exitCode = _shell.Clv("run", "--as-of", "2026-06-30", "--run-id", id);
        Assert.True(exitCode == ExitCode.Ok, _shell.Error);
        return JsonNode.Parse(File.ReadAllText(Path.Combine(_shell.Folder, "out", "runs", id, "run.json")))!.AsObject();
    }

    private Task Write(string name, Person[] people, int groupRows = 100) =>
        ParquetSerializer.SerializeAsync(people, Path.Combine(_shell.Folder, name), new ParquetOptions { RowGroupSize = groupRows });

    private static DatasetSource Source(string segment, string id) =>
        new("customers", "t.parquet", new Dictionary<string, string> { ["customer_id"] = id, ["segment"] = segment }, null) { SecondReader = () => new ParquetNetReader() };

    private ParquetDataset? Open(string segment, string id) => ParquetDataset.Open(Source(segment, id), _shell.Folder);

    private string Refusal(string segment) => Assert.Throws<BadInputException>(() => Open(segment, "Id")).Message;
}
