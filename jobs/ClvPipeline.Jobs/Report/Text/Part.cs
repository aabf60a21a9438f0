namespace ClvPipeline.Jobs.Report;

/// <summary>What is put into a sentence: text, a number that stands out, or a name of the data.</summary>
internal readonly record struct Part(string Text, PartKind Kind)
{
    /// <summary>A number.</summary>
    public static implicit operator Part(string number) => new(number, PartKind.Number);

    /// <summary>A name.</summary>
    public static implicit operator Part(Name name) => new(name.Text, PartKind.Name);

    /// <summary>Words of the page's own.</summary>
    public static Part Words(string words) => new(words, PartKind.Words);
}

/// <summary>How a part of a sentence is shown.</summary>
internal enum PartKind
{
    /// <summary>As the sentence.</summary>
    Words,
    /// <summary>Strong.</summary>
    Number,
    /// <summary>Set apart.</summary>
    Name,
}
