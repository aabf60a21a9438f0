using System.Text;
using System.Text.Unicode;

namespace ClvPipeline;

/// <summary>A block of rows on its way through the readers of its columns: which rows are bad, and the first reason for each.</summary>
internal sealed class RowBlock
{
    /// <summary>Rows per block: the columns of a block stay in the second-level cache.</summary>
    public const int Capacity = 8192;

    private readonly bool[] _bad = new bool[Capacity];
    private readonly List<(int Row, string Column, string Reason, string? Value)> _rejects = [];

    public int Rows { get; private set; }

    public IReadOnlyList<(int Row, string Column, string Reason, string? Value)> Rejects => _rejects;

    public void Begin(int rows)
    {
        Rows = rows;
        if (_rejects.Count == 0) return;
        _rejects.Clear();
        Array.Clear(_bad);
    }

    public bool IsBad(int row) => _bad[row];

    /// <summary>Marks a row as bad. A row is rejected once, for the first column that is wrong in the order of the readers.</summary>
    public void Reject(int row, string column, string reason, string? value)
    {
        if (_bad[row]) return;
        _bad[row] = true;
        _rejects.Add((row, column, reason, value));
    }

    public void Reject(int row, string column, string reason, ReadOnlySpan<byte> value) => Reject(row, column, reason, Shown(value));

    /// <summary>Why text may not be an id or a name, or null if it may.</summary>
    public static string? Problem(ReadOnlySpan<byte> text) =>
        text.Length > 1000 ? "longer than 1,000 bytes"
        : text.Contains((byte)0) ? "has a NUL character"
        : !Utf8.IsValid(text) ? "is not valid UTF-8"
        : null;

    // Rejected values go into a table that people and databases read: bounded, and without NUL.
    private static string Shown(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value.Length > 200 ? value[..200] : value).Replace('\0', '\uFFFD');
        return value.Length > 200 ? text + "…" : text;
    }
}
