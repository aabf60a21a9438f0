using System.Text;
using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>The few texts of a column, written as codes; -1 is null.</summary>
internal sealed class TextValues
{
    private readonly List<string> _texts = [];
    private byte[] _data = [];
    private int[] _offsets = [0];

    /// <summary>The code of a text, given on first sight.</summary>
    public int Code(string? text)
    {
        if (text is null)
        {
            return -1;
        }
        var code = _texts.IndexOf(text);
        if (code < 0)
        {
            code = _texts.Count;
            _texts.Add(text);
            _data = [.. _data, .. Encoding.UTF8.GetBytes(text)];
            _offsets = [.. _offsets, _data.Length];
        }
        return code;
    }

    public void Write(ParquetWriter writer, ReadOnlySpan<int> codes) => writer.Write(codes, _data, _offsets);
}
