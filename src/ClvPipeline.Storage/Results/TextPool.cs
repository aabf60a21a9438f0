using System.Diagnostics.CodeAnalysis;

namespace ClvPipeline.Storage;

/// <summary>Gives every distinct byte string a code, in the order in which they are first met.</summary>
internal sealed class TextPool
{
    private readonly Dictionary<byte[], int> _codes;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _values = [];

    public TextPool()
    {
        _codes = new Dictionary<byte[], int>(new Bytes());
        _lookup = _codes.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The code of <paramref name="value"/>.</summary>
    public int Code(ReadOnlySpan<byte> value)
    {
        if (_lookup.TryGetValue(value, out var code)) return code;
        var copy = value.ToArray();
        _values.Add(copy);
        _codes.Add(copy, _values.Count - 1);
        return _values.Count - 1;
    }

    /// <summary>A column of these values.</summary>
    public ResultColumn.Text Column(int[] codes)
    {
        var offsets = new int[_values.Count + 1];
        for (var i = 0; i < _values.Count; i++) offsets[i + 1] = checked(offsets[i] + _values[i].Length);
        var data = new byte[offsets[^1]];
        for (var i = 0; i < _values.Count; i++) _values[i].CopyTo(data, offsets[i]);
        return new ResultColumn.Text(codes, data, offsets);
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
