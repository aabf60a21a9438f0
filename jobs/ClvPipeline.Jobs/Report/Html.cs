using System.Runtime.CompilerServices;

namespace ClvPipeline.Jobs.Report;

/// <summary>Writes a page. What stands in the source is markup; what is put between its braces is text and is encoded, so that no name of the data can become markup.</summary>
internal sealed class Html(TextWriter to)
{
    /// <summary>Characters that browsers do not show; they stand as the symbols that Unicode has for them.</summary>
    private const char ControlPictures = '\u2400', DeletePicture = '\u2421';

    /// <summary>Writes markup with text in it.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Markup markup) { }

    /// <summary>Writes markup as it is; for what stands in the source.</summary>
    public void Raw(string markup) => to.Write(markup);

    /// <summary>Writes text.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var plain = 0;
            while (plain < text.Length && !IsSpecial(text[plain])) plain++;
            to.Write(text[..plain]);
            if (plain == text.Length) return;
            Special(text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private static bool IsSpecial(char c) => c is < ' ' or '\u007f' or '&' or '<' or '>' or '"' or '\'';

    private void Special(char c)
    {
        switch (c)
        {
            case '&': to.Write("&amp;"); break;
            case '<': to.Write("&lt;"); break;
            case '>': to.Write("&gt;"); break;
            case '"': to.Write("&quot;"); break;
            case '\'': to.Write("&#39;"); break;
            default: to.Write(c == '\u007f' ? DeletePicture : (char)(ControlPictures + c)); break;
        }
    }
}
