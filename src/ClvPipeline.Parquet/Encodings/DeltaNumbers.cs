using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>A stream of DELTA_BINARY_PACKED numbers, unpacked 32 at a time.</summary>
internal sealed unsafe class DeltaNumbers(Place place)
{
    private const int Batch = 32;
    private readonly long[] _ready = new long[Batch];
    private int _readyAt, _readyEnd;
    private byte[] _bytes = [];
    private int _at, _end;
    private int _miniBlocks, _perMiniBlock;
    private int _widthsAt, _miniBlock, _leftInMiniBlock;
    private long _last, _minDelta;
    private bool _first;

    /// <summary>Numbers that are still to come.</summary>
    public int Left { get; private set; }

    /// <summary>Begins; <paramref name="most"/> is what the page says it holds at most.</summary>
    public void Start(Slice bytes, int most)
    {
        (_bytes, _at, _end) = (bytes.Array, bytes.Start, bytes.End);
        var block = Varint();
        var miniBlocks = Varint();
        var total = Varint();
        _last = ZigZag();
        if (block is 0 or > 1 << 20 || block % 128 != 0 || miniBlocks == 0 || block % miniBlocks != 0 || block / miniBlocks % 32 != 0) throw place.Error($"a page is damaged: delta blocks of {block} values in {miniBlocks} parts");
        if (total > (ulong)most) throw place.Error($"a page is damaged: it has {total} delta values, its header says {most}");
        Left = (int)total;
        _miniBlocks = (int)miniBlocks;
        _perMiniBlock = (int)(block / miniBlocks);
        (_miniBlock, _leftInMiniBlock, _readyAt, _readyEnd, _first) = (_miniBlocks, 0, 0, 0, true);
    }

    public void Read(Span<long> into)
    {
        if (into.Length > Left) throw place.Error("a page is damaged: it has fewer values than it says");
        while (into.Length > 0)
        {
            if (_readyAt == _readyEnd) Unpack();
            var n = Math.Min(into.Length, _readyEnd - _readyAt);
            _ready.AsSpan(_readyAt, n).CopyTo(into);
            _readyAt += n;
            Left -= n;
            into = into[n..];
        }
    }

    /// <summary>Where these numbers end, found without unpacking them; only to be called before the first of them is read.</summary>
    public int End()
    {
        var at = _at;
        for (long left = Left - 1; left > 0;)
        {
            while (at < _end && _bytes[at] > 127) at++;
            at++;
            if (_end - at < _miniBlocks) throw Short();
            var widths = at;
            at += _miniBlocks;
            for (var m = 0; m < _miniBlocks && left > 0; m++, left -= _perMiniBlock)
            {
                var size = (long)_perMiniBlock / 8 * _bytes[widths + m];
                if (size > _end - at) throw Short();
                at += (int)size;
            }
        }
        return at;
    }

    private void Unpack()
    {
        _readyAt = 0;
        if (_first)
        {
            _first = false;
            _ready[0] = _last;
            _readyEnd = 1;
            return;
        }
        if (_leftInMiniBlock == 0) NextMiniBlock();
        int width = _bytes[_widthsAt + _miniBlock];
        if (width > 64) throw place.Error($"a page is damaged: it packs numbers into {width} bits");
        // The last numbers may come without the padding behind them.
        var n = Math.Min(Batch, Left);
        if ((n * width + 7) / 8 > _end - _at) throw Short();
        var last = _last;
        fixed (byte* from = &_bytes[_at])
        fixed (long* to = _ready)
        {
            BitUnpack.Longs(from, to, n, width);
            for (var i = 0; i < n; i++) to[i] = last += to[i] + _minDelta;
        }
        _last = last;
        _at = Math.Min(_end, _at + Batch / 8 * width);
        _leftInMiniBlock -= Batch;
        _readyEnd = n;
    }

    private void NextMiniBlock()
    {
        if (++_miniBlock >= _miniBlocks)
        {
            _minDelta = ZigZag();
            if (_end - _at < _miniBlocks) throw Short();
            _widthsAt = _at;
            _at += _miniBlocks;
            _miniBlock = 0;
        }
        _leftInMiniBlock = _perMiniBlock;
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at >= _end) throw Short();
            var b = _bytes[_at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }
        throw place.Error("a page is damaged: a number does not end");
    }

    private ParquetException Short() => place.Error("a page is damaged: its delta values end early");
}
