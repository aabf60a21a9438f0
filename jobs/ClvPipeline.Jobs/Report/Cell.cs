namespace ClvPipeline.Jobs.Report;

/// <summary>A cell of a table of the page.</summary>
internal sealed record Cell(string Text, CellKind Kind)
{
    /// <summary>Of what is not known, or means nothing here.</summary>
    public static readonly Cell None = new("–", CellKind.Number);

    /// <summary>A number.</summary>
    public static implicit operator Cell(string? number) => number is null ? None : new(number, CellKind.Number);

    /// <summary>A name of the data.</summary>
    public static implicit operator Cell(Name name) => new(name.Text, CellKind.Name);

    /// <summary>Words of the page's own.</summary>
    public static Cell Words(string words) => new(words, CellKind.Words);

    /// <summary>Words that the data come with, which are English.</summary>
    public static Cell English(string words) => new(words, CellKind.English);

    /// <summary>Whether it stands right, as numbers do.</summary>
    public bool IsNumber => Kind == CellKind.Number;

    /// <summary>Writes what is in it.</summary>
    public void WriteTo(Html html)
    {
        switch (Kind)
        {
            case CellKind.Name: html.Write($"{new Name(Text)}"); break;
            case CellKind.English: html.Write($"<span lang=\"en\">{Text}</span>"); break;
            case CellKind.Good or CellKind.Fair or CellKind.Bad: html.Write($"<span class=\"chip {(Kind == CellKind.Good ? "good" : Kind == CellKind.Fair ? "fair" : "bad")}\">{Text}</span>"); break;
            default: html.Text(Text); break;
        }
    }
}

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    /// <summary>A number.</summary>
    Number,
    /// <summary>A name of the data.</summary>
    Name,
    /// <summary>Words.</summary>
    Words,
    /// <summary>English words, whatever the language of the page.</summary>
    English,
    /// <summary>A verdict that is well.</summary>
    Good,
    /// <summary>A verdict that is so-so.</summary>
    Fair,
    /// <summary>A verdict that is not well.</summary>
    Bad,
}
