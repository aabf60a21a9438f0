using System.Text;

namespace ClvPipeline.Parquet.Format;

/// <summary>Types of the compact protocol as they stand in field and list headers.</summary>
internal enum ThriftType { Stop, True, False, Byte, I16, I32, I64, Double, Binary, List, Set, Map, Struct, Uuid }

/// <summary>Reads Thrift's compact protocol from bytes that nobody vouches for: every length is checked against what is left.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, Place place)
{
    private const int DeepestSkip = 32;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int At { get; private set; }

    private readonly int Left => _bytes.Length - At;

    /// <summary>Steps to the next field of a struct; false at its end. <paramref name="id"/> starts at 0 and is kept by the caller.</summary>
    public bool Next(ref int id, out ThriftType type)
    {
        var head = U8();
        type = (ThriftType)(head & 15);
        if (type == ThriftType.Stop) return false;
        if (type > ThriftType.Uuid) throw place.Error($"the metadata is damaged: it holds a field of the unknown type {head & 15}");
        var step = head >> 4;
        id = step == 0 ? I16() : id + step;
        return true;
    }

    public bool Bool(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Unexpected(type, "a truth value"),
    };

    public int I32(ThriftType type)
    {
        if (type is not (ThriftType.I32 or ThriftType.I16)) throw Unexpected(type, "a number");
        var value = ZigZag();
        return value == (int)value ? (int)value : throw place.Error($"the metadata is damaged: {value} does not fit into 32 bits");
    }

    public int I8(ThriftType type) => type == ThriftType.Byte ? (sbyte)U8() : throw Unexpected(type, "a byte");

    public long I64(ThriftType type) => type is ThriftType.I64 or ThriftType.I32 or ThriftType.I16 ? ZigZag() : throw Unexpected(type, "a long number");

    public string Text(ThriftType type) => Encoding8.GetString(Bytes(type));

    public ReadOnlySpan<byte> Bytes(ThriftType type) => type == ThriftType.Binary ? Take(Length(1)) : throw Unexpected(type, "a text");

    /// <summary>The number of elements of a list of <paramref name="of"/>; never more than there are bytes left.</summary>
    public int List(ThriftType type, ThriftType of)
    {
        if (type != ThriftType.List) throw Unexpected(type, "a list");
        var count = ListHead(out var found);
        return found == of || count == 0 ? count : throw Unexpected(found, $"a list of {of}");
    }

    public readonly void Struct(ThriftType type)
    {
        if (type != ThriftType.Struct) throw Unexpected(type, "a structure");
    }

    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > DeepestSkip) throw place.Error("the metadata is damaged: its structures are nested too deeply");
        switch (type)
        {
            case ThriftType.True or ThriftType.False: break;
            case ThriftType.Byte: Take(1); break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64: Varint(); break;
            case ThriftType.Double: Take(8); break;
            case ThriftType.Uuid: Take(16); break;
            case ThriftType.Binary: Take(Length(1)); break;
            case ThriftType.List or ThriftType.Set:
                var count = ListHead(out var of);
                for (var i = 0; i < count; i++) SkipElement(of, depth + 1);
                break;
            case ThriftType.Map:
                var pairs = Length(2);
                if (pairs == 0) break;
                var types = U8();
                for (var i = 0; i < pairs; i++)
                {
                    SkipElement((ThriftType)(types >> 4), depth + 1);
                    SkipElement((ThriftType)(types & 15), depth + 1);
                }
                break;
            case ThriftType.Struct:
                var id = 0;
                while (Next(ref id, out var field)) Skip(field, depth + 1);
                break;
            default: throw Unexpected(type, "a value");
        }
    }

    // Inside lists and maps a truth value takes a byte of its own, in a field it sits in the header.
    private void SkipElement(ThriftType type, int depth)
    {
        if (type is ThriftType.True or ThriftType.False) Take(1);
        else Skip(type, depth);
    }

    private int ListHead(out ThriftType of)
    {
        var head = U8();
        of = (ThriftType)(head & 15);
        var count = head >> 4;
        if (count == 15) return Length(1);
        return count <= Left ? count : throw Short();
    }

    private int Length(int bytesEach)
    {
        var length = Varint();
        return length <= (ulong)(Left / bytesEach) ? (int)length : throw Short();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) throw Short();
        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    private byte U8() => At < _bytes.Length ? _bytes[At++] : throw Short();

    private int I16()
    {
        var value = ZigZag();
        return value is >= 0 and <= short.MaxValue ? (int)value : throw place.Error("the metadata is damaged: a field has an impossible number");
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = U8();
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }
        throw place.Error("the metadata is damaged: a number does not end");
    }

    private static UTF8Encoding Encoding8 { get; } = new(false, false);

    private readonly ParquetException Short() => place.Error("the metadata is damaged: it ends in the middle of a value");

    private readonly ParquetException Unexpected(ThriftType found, string expected) => place.Error($"the metadata is damaged: it holds {found} in place of {expected}");
}
