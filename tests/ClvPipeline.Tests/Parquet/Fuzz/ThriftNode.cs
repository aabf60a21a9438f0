using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Writing;

namespace ClvPipeline.Tests.Parquet.Fuzz;

/// <summary>A value of Thrift's compact protocol as a tree, so that a footer can be changed in one place and written again.</summary>
internal sealed class ThriftNode
{
    public ThriftType Type;
    public ThriftType Of;
    public int Id;
    public long Number;
    public byte[] Bytes = [];
    public List<ThriftNode> Children = [];

    /// <summary>This node and all below it.</summary>
    public IEnumerable<ThriftNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>The field of a structure, or null.</summary>
    public ThriftNode? Field(int id) => Children.FirstOrDefault(child => child.Id == id);

    public ThriftNode Copy() => new() { Type = Type, Of = Of, Id = Id, Number = Number, Bytes = Bytes, Children = [.. Children.Select(child => child.Copy())] };

    /// <summary>Reads a structure at <paramref name="at"/>, which moves behind it.</summary>
    public static ThriftNode ReadStruct(ReadOnlySpan<byte> from, ref int at)
    {
        var node = new ThriftNode { Type = ThriftType.Struct };
        for (var id = 0; ;)
        {
            int head = from[at++];
            if (head == 0) return node;
            id = head >> 4 == 0 ? (int)ZigZag(from, ref at) : id + (head >> 4);
            var type = (ThriftType)(head & 15);
            var field = type is ThriftType.True or ThriftType.False ? new ThriftNode { Type = type } : Read(type, from, ref at);
            field.Id = id;
            node.Children.Add(field);
        }
    }

    public void Write(ByteSink to)
    {
        switch (Type)
        {
            case ThriftType.Struct:
                var last = 0;
                foreach (var child in Children)
                {
                    var step = child.Id - last;
                    if (step is > 0 and < 16)
                    {
                        to.U8(step << 4 | (int)child.Type);
                    }
                    else
                    {
                        to.U8((int)child.Type);
                        to.Varint((ulong)((child.Id << 1) ^ (child.Id >> 31)));
                    }
                    last = child.Id;
                    if (child.Type is not (ThriftType.True or ThriftType.False)) child.Write(to);
                }
                to.U8(0);
                break;
            case ThriftType.List:
                to.U8(Children.Count < 15 ? Children.Count << 4 | (int)Of : 0xF0 | (int)Of);
                if (Children.Count >= 15) to.Varint((ulong)Children.Count);
                foreach (var child in Children) child.Write(to);
                break;
            case ThriftType.Binary:
                to.Varint((ulong)Bytes.Length);
                to.Bytes(Bytes);
                break;
            case ThriftType.Byte or ThriftType.True or ThriftType.False: to.U8((int)Number); break;
            case ThriftType.Double: to.Bytes(BitConverter.GetBytes(Number)); break;
            default: to.Varint((ulong)((Number << 1) ^ (Number >> 63))); break;
        }
    }

    private static ThriftNode Read(ThriftType type, ReadOnlySpan<byte> from, ref int at)
    {
        var node = new ThriftNode { Type = type };
        switch (type)
        {
            case ThriftType.Struct: return ReadStruct(from, ref at);
            case ThriftType.List:
                int head = from[at++];
                node.Of = (ThriftType)(head & 15);
                var count = head >> 4 == 15 ? (int)Varint(from, ref at) : head >> 4;
                for (var i = 0; i < count; i++) node.Children.Add(Read(node.Of, from, ref at));
                break;
            case ThriftType.Binary:
                var length = (int)Varint(from, ref at);
                node.Bytes = from.Slice(at, length).ToArray();
                at += length;
                break;
            case ThriftType.Byte or ThriftType.True or ThriftType.False: node.Number = from[at++]; break;
            case ThriftType.Double:
                node.Number = BitConverter.ToInt64(from[at..]);
                at += 8;
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64: node.Number = ZigZag(from, ref at); break;
            default: throw new NotSupportedException($"no sample file holds {type}");
        }
        return node;
    }

    private static long ZigZag(ReadOnlySpan<byte> from, ref int at)
    {
        var value = Varint(from, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong Varint(ReadOnlySpan<byte> from, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = from[at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }
    }
}
