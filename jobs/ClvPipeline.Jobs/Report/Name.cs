using System.Globalization;

namespace ClvPipeline.Jobs.Report;

/// <summary>A name of the data: a channel, a segment, a customer. It may hold anything, be of any length and run from right to left.</summary>
internal sealed record Name(string Text)
{
    private const int Longest = 60;
    private const char Isolate = '\u2068', EndIsolate = '\u2069';

    /// <summary>For attributes and tooltips, which know no elements: set apart by characters, so that its direction does not run on.</summary>
    public string Apart => Isolate + Text + EndIsolate;

    /// <summary>The same, cut where it is long: for what is read out.</summary>
    public string Spoken => Isolate + Short(Longest) + EndIsolate;

    /// <summary>Its first <paramref name="most"/> characters as people count them, and an ellipsis where there are more.</summary>
    public string Short(int most)
    {
        if (Text.Length <= most) return Text;
        var starts = StringInfo.ParseCombiningCharacters(Text);
        return starts.Length <= most ? Text : Text[..starts[most - 1]] + "…";
    }

    /// <summary>Writes it set apart, cut where it is long, whole in its title.</summary>
    public void WriteTo(Html html)
    {
        var cut = Short(Longest);
        if (cut.Length == Text.Length) html.Write($"<bdi>{Text}</bdi>");
        else html.Write($"<bdi title=\"{Text}\">{cut}</bdi>");
    }
}
