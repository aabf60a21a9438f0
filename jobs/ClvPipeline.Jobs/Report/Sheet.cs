namespace ClvPipeline.Jobs.Report;

/// <summary>What the sections of a page write with: markup, words, numbers, and the run that it is about.</summary>
internal sealed record Sheet(Html Html, ReportText Words, NumberText Numbers, RunFacts Run, RunTables Tables, ReportOptions Options)
{
    private readonly Lazy<CustomerFacts?> _customers = new(() => Tables.Find("customer_value") is { Rows: > 0 } view ? new CustomerFacts(view) : null);

    /// <summary>The customers who have a row; null where there are none. Sorted once: there may be millions.</summary>
    public CustomerFacts? Customers => _customers.Value;

    /// <summary>A section under a heading that a reader may jump to.</summary>
    public void Section(string id, Action body)
    {
        Html.Write($"<section id=\"{id}\" aria-labelledby=\"{id}-head\"><h2 id=\"{id}-head\">{Words[$"{id}.head"]}</h2>");
        body();
        Html.Raw("</section>\n");
    }

    /// <summary>What a section says in words.</summary>
    public void Lead(string key, params ReadOnlySpan<Part> parts) => Paragraph("lead", key, parts);

    /// <summary>A remark.</summary>
    public void Note(string key, params ReadOnlySpan<Part> parts) => Paragraph("note", key, parts);

    /// <summary>Why there is nothing to show.</summary>
    public void Empty(string key, params ReadOnlySpan<Part> parts) => Paragraph("empty", key, parts);

    /// <summary>Why a table that a section is made of is not there, or has no rows.</summary>
    public void Missing(string table)
    {
        if (Run.IsRefused) Empty("empty.refused");
        else if (Run.Number("customers") == 0) Empty("empty.customers");
        else if (Left(table) is { } setting) Empty("empty.left", new Name(table), new Name(setting));
        else Empty("empty.table", new Name(table));
    }

    // The setting by which a run leaves a table without rows, where it did.
    private string? Left(string table)
    {
        var name = table switch { "channel_path" => "channelPath", "segment_value" => "segmentValue", _ => null };
        return name is not null && (bool?)Run.Parameters["output"]?[name] == false ? $"output.{name}" : null;
    }

    /// <summary>Begins a row of figures, side by side where there is room.</summary>
    public void Figures(Action figures)
    {
        Html.Raw("<div class=\"figures\">");
        figures();
        Html.Raw("</div>");
    }

    /// <summary>A chart under its caption, its table folded below.</summary>
    public void Figure(string caption, string? note, Action chart, Action table)
    {
        Html.Write($"<figure><figcaption>{caption}");
        if (note is not null) Html.Write($"<small>{note}</small>");
        Html.Raw("</figcaption>");
        chart();
        Folded(Words.Of("table.of", caption), table);
        Html.Raw("</figure>");
    }

    /// <summary>What is shown when it is asked for.</summary>
    public void Folded(string summary, Action content)
    {
        Html.Write($"<details><summary>{summary}</summary>");
        content();
        Html.Raw("</details>");
    }

    /// <summary>A table; its first column names the rows.</summary>
    /// <param name="id">Its id, by which it can be found.</param>
    /// <param name="label">What it holds, in words.</param>
    /// <param name="heads">The heads of its columns.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="total">Whether the last row adds the others up.</param>
    public void Table(string id, string label, IReadOnlyList<Cell> heads, IReadOnlyList<Cell[]> rows, bool total = false)
    {
        Html.Write($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table id=\"{id}\"><thead><tr>");
        for (var c = 0; c < heads.Count; c++)
        {
            Html.Raw(rows.Count > 0 && rows[0][c].IsNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
            heads[c].WriteTo(Html);
            Html.Raw("</th>");
        }

        Html.Raw("</tr></thead><tbody>");
        for (var r = 0; r < rows.Count; r++)
        {
            Html.Raw(total && r == rows.Count - 1 ? "<tr class=\"total\">" : "<tr>");
            for (var c = 0; c < heads.Count; c++)
            {
                Html.Raw(c == 0 ? rows[r][c].IsNumber ? "<th scope=\"row\" class=\"n\">" : "<th scope=\"row\">" : rows[r][c].IsNumber ? "<td class=\"n\">" : "<td>");
                rows[r][c].WriteTo(Html);
                Html.Raw(c == 0 ? "</th>" : "</td>");
            }

            Html.Raw("</tr>\n");
        }

        Html.Raw("</tbody></table></div>");
    }

    /// <summary>A head or cell of the page's own words.</summary>
    public Cell Word(string key) => Cell.Words(Words[key]);

    /// <summary>An amount of a table: whole units of the currency, or cents where it is small.</summary>
    public string Amount(long micros) => Numbers.Amount(micros, Math.Abs(micros) < 1_000_000_000 ? 2 : 0);

    /// <summary>The same; null where it is null.</summary>
    public string? Amount(long? micros) => micros is { } amount ? Amount(amount) : null;

    /// <summary>A counted part in micro-units, to a tenth where it is no whole number.</summary>
    public string Parts(long micros) => Numbers.Amount(micros, micros % 1_000_000 == 0 ? 0 : 1);

    private void Paragraph(string kind, string key, ReadOnlySpan<Part> parts)
    {
        Html.Write($"<p class=\"{kind}\">");
        Words.Write(Html, key, parts);
        Html.Raw("</p>");
    }
}
