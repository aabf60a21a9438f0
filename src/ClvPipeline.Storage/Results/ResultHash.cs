using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ClvPipeline.Storage;

/// <summary>
/// A fingerprint of what a run computed: SHA-256 over the names, kinds and values of its result tables, in the order of the tables' names. The column <c>run_id</c> is left out,
/// and so are the tables that tell how a run went rather than what it found (<c>run</c>, <c>intake_count</c>, <c>rejected_row</c>), and <c>run_change</c>: it depends on which run
/// came before, and the same inputs and settings give the same hash, whatever was shown in between.
/// </summary>
public sealed class ResultHash : IDisposable
{
    private static readonly string[] LeftOut = ["run", "intake_count", "run_change", "rejected_row"];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    private ResultHash() { }

    /// <summary>The hash of <paramref name="tables"/>, 64 hexadecimal digits.</summary>
    public static string Of(IEnumerable<ResultTable> tables)
    {
        using var hash = new ResultHash();
        foreach (var table in tables.Where(table => !LeftOut.Contains(table.Spec.Name)).OrderBy(table => table.Spec.Name, StringComparer.Ordinal)) hash.Add(table);
        return hash.Finish();
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    private void Add(ResultTable table)
    {
        Add(table.Spec.Name);
        Add(table.Rows);
        foreach (var (spec, column) in table.Spec.Columns.Zip(table.Columns))
        {
            if (spec.Name == "run_id") continue;
            Add(spec.Name);
            Add(spec.Kind.ToString());
            switch (column)
            {
                case ResultColumn.Longs longs: Add(longs.Values, longs.Valid); break;
                case ResultColumn.Wide wide: Add(wide.Values, wide.Valid); break;
                case ResultColumn.Reals reals: Add(MemoryMarshal.Cast<double, long>(reals.Values), reals.Valid); break;
                case ResultColumn.Text text: Add(text); break;
            }
        }
    }

    private void Add(ReadOnlySpan<long> values, byte[]? valid)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var to = Room(9);
            // A null's value is whatever was left there: the mark is all that counts.
            var there = valid is null || valid[i] != 0;
            to[0] = there ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt64LittleEndian(to[1..], there ? values[i] : 0);
        }
    }

    private void Add(Int128[] values, byte[]? valid)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var to = Room(17);
            var there = valid is null || valid[i] != 0;
            to[0] = there ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt128LittleEndian(to[1..], there ? values[i] : 0);
        }
    }

    private void Add(ResultColumn.Text text)
    {
        foreach (var code in text.Codes)
        {
            if (code < 0) Add(-1);
            else Add(text.Data.AsSpan(text.Offsets[code]..text.Offsets[code + 1]));
        }
    }

    private void Add(string name) => Add(Encoding.UTF8.GetBytes(name).AsSpan());

    private void Add(int number) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), number);

    // The length goes before the bytes, so that ("ab", "c") is not ("a", "bc").
    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        if (bytes.Length <= _buffer.Length)
        {
            bytes.CopyTo(Room(bytes.Length));
            return;
        }
        Flush();
        _hash.AppendData(bytes);
    }

    private Span<byte> Room(int bytes)
    {
        if (_filled + bytes > _buffer.Length) Flush();
        _filled += bytes;
        return _buffer.AsSpan(_filled - bytes, bytes);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
    }
}
