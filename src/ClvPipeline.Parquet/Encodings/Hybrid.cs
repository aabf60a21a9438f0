using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Reads the hybrid of run lengths and bit-packed groups in which levels, dictionary codes and booleans are stored.</summary>
internal sealed unsafe class Hybrid(Place place)
{
    private byte[] _bytes = [];
    private int _at;
    private int _end;
    private int _width;
    private int _value;
    private int _repeats;
    private int _packedAt;
    private long _packedIndex;
    private int _packed;

    public void Start(Slice bytes, int width)
    {
        if (width is < 0 or > 32) throw place.Error($"a page is damaged: it packs numbers into {width} bits");
        (_bytes, _at, _end, _width, _repeats, _packed) = (bytes.Array, bytes.Start, bytes.End, width, 0, 0);
    }

    /// <summary>Whether the next <paramref name="count"/> numbers are one run of <paramref name="value"/>. Reads nothing.</summary>
    public bool IsRun(int count, int value)
    {
        if (_repeats == 0 && _packed == 0 && count > 0) NextRun();
        return _repeats >= count && _value == value;
    }

    /// <summary>Fills <paramref name="into"/>.</summary>
    public void Read(Span<int> into)
    {
        while (into.Length > 0)
        {
            if (_repeats > 0)
            {
                var n = Math.Min(_repeats, into.Length);
                into[..n].Fill(_value);
                _repeats -= n;
                into = into[n..];
            }
            else if (_packed > 0)
            {
                var n = Math.Min(_packed, into.Length);
                Unpack(into[..n]);
                into = into[n..];
            }
            else
            {
                NextRun();
            }
        }
    }

    /// <summary>Fills <paramref name="into"/> from numbers of one bit and returns how many of them were 1.</summary>
    public int ReadBits(Span<byte> into)
    {
        var ones = 0;
        while (into.Length > 0)
        {
            if (_repeats > 0)
            {
                var n = Math.Min(_repeats, into.Length);
                into[..n].Fill((byte)_value);
                ones += n * _value;
                _repeats -= n;
                into = into[n..];
            }
            else if (_packed > 0)
            {
                var n = Math.Min(_packed, into.Length);
                ones += Bits.Unpack(_bytes, _packedAt, _packedIndex, into[..n]);
                _packedIndex += n;
                _packed -= n;
                into = into[n..];
            }
            else
            {
                NextRun();
            }
        }
        return ones;
    }

    private void NextRun()
    {
        do
        {
            var head = Header();
            if ((head & 1) == 0)
            {
                _repeats = (int)(head >> 1);
                var size = (_width + 7) >> 3;
                if (size > _end - _at) throw place.Error("a page is damaged: it ends within a run");
                uint value = 0;
                for (var i = 0; i < size; i++) value |= (uint)_bytes[_at++] << (8 * i);
                if (_width < 32 && value >> _width != 0) throw place.Error($"a page is damaged: a run repeats {value}, which does not fit into {_width} bits");
                _value = (int)value;
            }
            else
            {
                // Some writers leave out the padding of the last group, so what is there counts.
                var count = (long)(head >> 1) * 8;
                if (_width > 0) count = Math.Min(count, (long)(_end - _at) * 8 / _width);
                _packed = (int)Math.Min(count, int.MaxValue);
                _packedAt = _at;
                _packedIndex = 0;
                _at += (int)Math.Min(_end - _at, (long)(head >> 1) * _width);
            }
        }
        while (_repeats == 0 && _packed == 0);
    }

    private uint Header()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (_at >= _end) throw place.Error("a page is damaged: it has fewer values than it says");
            var b = _bytes[_at++];
            if (shift == 28 && b > 15) break;
            value |= (uint)(b & 127) << shift;
            if (b < 128) return value;
        }
        throw place.Error("a page is damaged: the length of a run does not end");
    }

    private void Unpack(Span<int> into)
    {
        _packed -= into.Length;
        if (_width == 0)
        {
            into.Clear();
            return;
        }
        fixed (byte* bytes = _bytes)
        fixed (int* to = into)
        {
            var from = bytes + _packedAt;
            var (i, n) = (0, into.Length);
            for (; i < n && (_packedIndex & 7) != 0; i++) to[i] = BitUnpack.One(from, _packedIndex++, _width);
            var eights = (n - i) & ~7;
            BitUnpack.Eights(from + (_packedIndex >> 3) * _width, to + i, eights, _width);
            _packedIndex += eights;
            for (i += eights; i < n; i++) to[i] = BitUnpack.One(from, _packedIndex++, _width);
        }
    }

    /// <summary>The largest number, taken without its sign.</summary>
    public static uint Largest(ReadOnlySpan<int> numbers)
    {
        var most = 0u;
        ref var first = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(numbers));
        var i = 0;
        var many = Vector<uint>.Zero;
        for (; i + Vector<uint>.Count <= numbers.Length; i += Vector<uint>.Count) many = Vector.Max(many, Vector.LoadUnsafe(ref first, (nuint)i));
        for (var lane = 0; lane < Vector<uint>.Count; lane++) most = Math.Max(most, many[lane]);
        for (; i < numbers.Length; i++) most = Math.Max(most, (uint)numbers[i]);
        return most;
    }
}
