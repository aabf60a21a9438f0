using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Docs;

/// <summary>The README's tables say what the code says.</summary>
public sealed class ReadmeTableTests
{
    [Fact]
    public void Every_result_table_is_there_with_every_column()
    {
        var text = new StringBuilder();
        foreach (var table in new[] { RunTable.Spec }.Concat(Tables.All).Concat(Tables.Optional).Append(RunCheckTable.Spec))
        {
            text.Append($"\n### `{table.Name}`\n{table.Description}\n\n| column | type | meaning |\n| --- | --- | --- |\n");
            foreach (var column in table.Columns) text.Append($"| `{column.Name}` | {Words(column)} | {column.Description} |\n");
        }

        Readme.Holds("tables", text.Append('\n').ToString());

        static string Words(ColumnSpec column) => column.Kind switch
        {
            ResultKind.Text => "text",
            ResultKind.Integer => "whole number",
            ResultKind.Money => "DECIMAL(18,6)",
            ResultKind.WideMoney => "DECIMAL(38,6)",
            ResultKind.Real => "double",
            ResultKind.Date => "date",
            ResultKind.Instant => "timestamp",
            ResultKind.Boolean => "true or false",
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        } + (column.Nullable ? " or null" : "");
    }

    [Fact]
    public void Every_setting_is_there_with_its_type_and_default()
    {
        var rows = Readme.Table("| setting | type | default | meaning |");
        var expected = Settings(KnownSettings.Root, "").Where(setting => setting.Shape.Refused is null || setting.Shape.RefusedWhen is not null)
            .Select(setting => (setting.Path, Type: Words(setting.Shape))).Distinct();
        Assert.Equal(expected.Order(), rows.Select(row => (Readme.Plain(row[0]), row[1])).Order());
        Assert.All(rows, row => Assert.NotEqual("", row[3]));

        var defaults = Defaults(JsonNode.Parse(Parameters.Text(new RunSettings(), new Dictionary<string, DatasetSource>()))!, "")
            .Where(setting => !setting.Path.StartsWith("attribution.models", StringComparison.Ordinal) && setting.Path != "clv.grossMargin").ToList();
        Assert.True(defaults.Count >= 14, $"{defaults.Count} defaults");
        Assert.All(defaults, setting => Assert.Equal($"`{setting.Value}`", rows.Single(row => Readme.Plain(row[0]) == setting.Path)[2]));
        Assert.All(ModelTypes.All.SelectMany(type => type.Parameters), parameter =>
            Assert.Equal(FormattableString.Invariant($"`{parameter.Default}`"), rows.Single(row => Readme.Plain(row[0]) == $"attribution.models[].{parameter.Name}")[2]));
    }

    [Fact]
    public void What_is_not_built_is_named()
    {
        var text = Readme.Text[Readme.Text.IndexOf("## Not built yet", StringComparison.Ordinal)..Readme.Text.IndexOf("## Decisions", StringComparison.Ordinal)];
        var refused = Settings(KnownSettings.Root, "").Where(setting => setting.Shape.Refused is not null).Select(setting => setting.Path).Distinct().ToList();
        Assert.True(refused.Count >= 3);
        Assert.All(refused.Concat(ModelTypes.NotBuilt), name => Assert.Contains($"`{name}`", text));
        using var shell = new TestShell();
        foreach (var verb in text.Split('`').Where(word => word.StartsWith("clv ", StringComparison.Ordinal) && !word.StartsWith("clv run ", StringComparison.Ordinal)))
        {
            Assert.Equal(ExitCode.Usage, shell.Clv(verb.Split(' ')[1]));
            Assert.Contains("is not built yet", shell.Error);
        }
    }

    [Fact]
    public void Modes_and_models_are_all_there()
    {
        var models = Readme.Table("| type | | share |");
        Assert.Equal(ModelTypes.All.Select(type => type.Name), models.Select(row => Readme.Plain(row[0])));
        Assert.Equal(ModelSettings.Defaults.Select(model => model.Type), models.Where(row => row[1] == "•").Select(row => Readme.Plain(row[0])));
        Assert.Equal(Mode.All(new AttributionSettings()).Select(mode => mode.Name), Readme.Table("| mode | which value | over which touchpoints |").Select(row => Readme.Plain(row[0])));
    }

    [Fact]
    public void Inputs_are_all_there()
    {
        var rows = Readme.Table("| dataset | column | | holds |");
        var dataset = "";
        var columns = rows.Select(row => (Dataset: dataset = row[0].Length > 0 ? Readme.Plain(row[0]) : dataset, Column: Readme.Plain(row[1]), Required: row[2] == "required")).ToList();
        foreach (var name in new[] { "touchpoints", "orders", "customers" })
        {
            Assert.Equal(KnownSettings.Columns(name).Order(), columns.Where(column => column.Dataset == name).Select(column => column.Column).Order());
            Assert.Equal(KnownColumns.Of(name).Where(column => column.Required).Select(column => column.Name).Order(), columns.Where(column => column.Dataset == name && column.Required).Select(column => column.Column).Order());
        }
    }

    [Fact]
    public void Verbs_and_exit_codes_are_all_there()
    {
        var host = new CliHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, new Dictionary<string, string>(), "", CancellationToken.None);
        Assert.Equal(Verbs.Root(host).Subcommands.Select(verb => $"clv {verb.Name}"), Readme.Table("| verb | does |").Select(row => Readme.Plain(row[0])));
        Assert.Equal(ExitCode.All.Select(each => ($"{each.Code}", each.Meaning)), Readme.Table("| exit code | means |").Select(row => (row[0], row[1])));
    }

    [Fact]
    public void Checks_are_all_there()
    {
        using var shell = new ReadmeShell();
        Assert.Equal(ExitCode.Ok, shell.Type("clv run --config sample-data/clv.json --run-id a --set output.customerHorizon=true --set output.orderValue=true"));
        var table = ResultReader.Read(Path.Combine(shell.Folder, "out", "runs", "a"), RunCheckTable.Spec);
        var names = new TableView(table).Texts("name");
        Assert.Equal(Enumerable.Range(0, table.Rows).Select(row => names(row)!).Order(StringComparer.Ordinal),
            Readme.Table("| name | what it holds against what | passes at |").Select(row => Readme.Plain(row[0])).Order(StringComparer.Ordinal));
    }

    /// <summary>Everything that may be set, as the page writes it: datasets and their columns alike in one line.</summary>
    private static IEnumerable<(string Path, SettingShape Shape)> Settings(SettingShape group, string path)
    {
        foreach (var (name, shape) in group.Members)
        {
            var below = path.Length == 0 ? name : path switch
            {
                "sources" when shape.Refused is null => "sources.<dataset>",
                _ when path.EndsWith(".columns", StringComparison.Ordinal) => $"{path}.<ours>",
                _ => $"{path}.{name}",
            };
            if (shape.Kind != SettingKind.Group || shape.Refused is not null) yield return (below, shape);
            foreach (var inner in Settings(shape.Item ?? shape, shape.Item is null ? below : $"{below}[]")) yield return inner;
        }
    }

    private static string Words(SettingShape shape) => shape.Kind switch
    {
        SettingKind.Text => "text",
        SettingKind.Date => "date",
        SettingKind.Whole => "whole number",
        SettingKind.Flag => "true or false",
        SettingKind.Changes => "changes",
        SettingKind.List => shape.Item!.Kind == SettingKind.Text ? "list of text" : "list",
        _ => "number",
    } + (shape.Nullable ? " or null" : "");

    private static IEnumerable<(string Path, string Value)> Defaults(JsonNode node, string path)
    {
        foreach (var (name, value) in node.AsObject())
        {
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (value is not JsonObject group) yield return (below, value is JsonValue text && text.TryGetValue(out string? plain) ? plain : value?.ToJsonString() ?? "null");
            else foreach (var inner in Defaults(group, below)) yield return inner;
        }
    }
}
