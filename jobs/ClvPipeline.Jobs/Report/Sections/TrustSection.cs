using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs.Report;

/// <summary>Can I trust it?</summary>
internal sealed class TrustSection(Sheet sheet)
{
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("trust", () =>
    {
        Checks();
        sheet.Html.Write($"<h3>{_words["fit.head"]}</h3>");
        new FitFigures(sheet).Write();
        sheet.Html.Write($"<h3>{_words["rows.head"]}</h3>");
        new IntakeFigures(sheet).Write();
        sheet.Html.Write($"<h3>{_words["inputs.head"]}</h3>");
        Inputs();
    });

    private void Checks()
    {
        if (sheet.Tables.Find("run_check") is not { } view) return;
        var (names, passed, measured, threshold) = (view.Texts("name"), view.Longs("passed"), view.RealsOrNull("measured"), view.RealsOrNull("threshold"));
        var failed = Enumerable.Range(0, view.Rows).Where(row => passed[row] == 0).ToList();
        if (failed.Count == 0) sheet.Lead("checks.good", _numbers.Count(view.Rows));
        else sheet.Lead("checks.bad", _numbers.Count(failed.Count), _numbers.Count(view.Rows), Part.Words(string.Join(", ", failed.Select(row => names(row)))));
        var rows = failed.Concat(Enumerable.Range(0, view.Rows).Except(failed));
        sheet.Folded(_words["checks.table"], () => sheet.Table("checks", _words["checks.table"], [sheet.Word("col.check"), sheet.Word("col.outcome"), sheet.Word("col.measured"), sheet.Word("col.threshold")],
            [.. rows.Select(row => new Cell[] { Cell.Words(names(row)!), passed[row] == 1 ? new Cell(_words["checks.passed"], CellKind.Good) : new Cell(_words["checks.failed"], CellKind.Bad), Number(measured(row)), Number(threshold(row)) })]));
    }

    private void Inputs()
    {
        List<Cell[]> files = [];
        foreach (var (dataset, list) in sheet.Run.Inputs)
            foreach (var file in list!.AsArray().OfType<JsonObject>())
                files.Add([Cell.Words(dataset), new Name(Text(file, "path")), _numbers.Count(Whole(file, "rows")), Bytes(Whole(file, "length")), Cell.Words(Text(file, "footer_checksum"))]);
        sheet.Note("inputs.note", _numbers.Count(files.Count));
        sheet.Folded(_words["inputs.table"], () => sheet.Table("inputs", _words["inputs.table"], [sheet.Word("col.dataset"), sheet.Word("col.file"), sheet.Word("col.rows"), sheet.Word("col.bytes"), sheet.Word("col.checksum")], files));
        List<Cell[]> parameters = [.. Flat(sheet.Run.Parameters, "")];
        sheet.Folded(_words["parameters.table"], () => sheet.Table("parameters", _words["parameters.table"], [sheet.Word("col.setting"), sheet.Word("col.value")], parameters));
    }

    private static IEnumerable<Cell[]> Flat(JsonNode? node, string path) => node switch
    {
        JsonObject group => group.SelectMany(member => Flat(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray list => list.SelectMany((item, i) => Flat(item, FormattableString.Invariant($"{path}[{i}]"))),
        _ => [[Cell.Words(path), new Name(node is JsonValue value && value.TryGetValue(out string? text) ? text : node?.ToJsonString() ?? "null")]],
    };

    private Cell Number(double? number) => number is { } real ? _numbers.Real(real, real == Math.Round(real) ? 0 : Math.Abs(real) < 1 ? 5 : 2) : null;

    private string Bytes(long bytes) => bytes < 100_000 ? _words.Of("bytes.kb", _numbers.Real(bytes / 1e3, 1)) : _words.Of("bytes.mb", _numbers.Real(bytes / 1e6, 1));

    private static string Text(JsonObject file, params string[] names) => names.Select(name => file[name]).FirstOrDefault(node => node is not null)?.ToString() ?? "–";

    private static long Whole(JsonObject file, params string[] names) => names.Select(name => file[name]).FirstOrDefault(node => node is not null) is JsonValue value && value.TryGetValue(out long number) ? number : 0;
}
