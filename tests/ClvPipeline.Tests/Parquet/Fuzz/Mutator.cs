using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Writing;

namespace ClvPipeline.Tests.Parquet.Fuzz;

/// <summary>Changes a file where its structure is: a field of the footer or of a page header, with everything around it still well-formed.</summary>
internal sealed class Mutator
{
    private static readonly long[] Edges = [0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32_767, 65_536, int.MaxValue, int.MinValue, int.MaxValue - 1L, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];
    private readonly byte[] _whole;
    private readonly int _footerStart;
    private readonly ThriftNode _footer;

    public Mutator(byte[] whole)
    {
        _whole = whole;
        _footerStart = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8);
        var at = _footerStart;
        _footer = ThriftNode.ReadStruct(whole, ref at);
    }

    /// <summary>The file with one to three changes to its footer or to a page header.</summary>
    public byte[] Next(Random random)
    {
        var footer = _footer.Copy();
        var changes = random.Next(1, 4);
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < changes; i++) Change(footer, random);
            return Assemble(_whole.AsSpan(0, _footerStart), footer);
        }
        var chunks = footer.Field(4)?.Children.SelectMany(group => group.Field(1)!.Children).Select(chunk => chunk.Field(3)!).ToList() ?? [];
        if (chunks.Count == 0) return Assemble(_whole.AsSpan(0, _footerStart), footer);
        var chosen = chunks[random.Next(chunks.Count)];
        var (start, end) = Header(chosen, random, out var header);
        if (start < 0) return Assemble(_whole.AsSpan(0, _footerStart), footer);
        for (var i = 0; i < changes; i++) Change(header, random);
        var bytes = Bytes(header);
        // What lies behind moves, and the footer follows.
        var moved = bytes.Length - (end - start);
        foreach (var chunk in chunks)
        {
            foreach (var id in new[] { 9, 10, 11 })
            {
                if (chunk.Field(id) is { } offset && offset.Number > start) offset.Number += moved;
            }
        }
        chosen.Field(7)!.Number += moved;
        return Assemble([.. _whole[..start], .. bytes, .. _whole[end.._footerStart]], footer);
    }

    // One of the chunk's first pages.
    private (int Start, int End) Header(ThriftNode chunk, Random random, out ThriftNode header)
    {
        header = new ThriftNode { Type = ThriftType.Struct };
        var dictionary = chunk.Field(11)?.Number ?? 0;
        var first = (int)(dictionary > 0 ? Math.Min(dictionary, chunk.Field(9)!.Number) : chunk.Field(9)!.Number);
        var last = first + chunk.Field(7)!.Number;
        for (var (start, skip) = (first, random.Next(3)); start < last && start < _footerStart;)
        {
            var end = start;
            header = ThriftNode.ReadStruct(_whole, ref end);
            var next = end + (int)header.Field(3)!.Number;
            if (skip-- == 0 || next >= last) return (start, end);
            start = next;
        }
        return (-1, -1);
    }

    private static void Change(ThriftNode root, Random random)
    {
        var all = root.All().ToList();
        var node = all[random.Next(all.Count)];
        switch (node.Type)
        {
            case ThriftType.Struct or ThriftType.List when node.Children.Count > 0:
                var i = random.Next(node.Children.Count);
                switch (random.Next(6))
                {
                    case 0: node.Children.RemoveAt(i); break;
                    case 1: node.Children.Insert(i, node.Children[i].Copy()); break;
                    case 2: (node.Children[i], node.Children[^1]) = (node.Children[^1], node.Children[i]); break;
                    case 3 when node.Type == ThriftType.Struct: node.Children[i].Id = random.Next(1, 40); break;
                    case 4 when node.Type == ThriftType.List:
                        var copies = random.Next(1, 2000);
                        for (var n = 0; n < copies; n++) node.Children.Add(node.Children[i].Copy());
                        break;
                    default: node.Children[i] = Other(node.Children[i].Id, random); break;
                }
                break;
            case ThriftType.Binary:
                node.Bytes = random.Next(4) switch { 0 => [], 1 => node.Bytes[..(node.Bytes.Length / 2)], 2 => [.. node.Bytes, (byte)random.Next(256)], _ => new byte[random.Next(5000)] };
                break;
            case ThriftType.True or ThriftType.False: node.Type = node.Type == ThriftType.True ? ThriftType.False : ThriftType.True; break;
            default:
                var numbers = all.Where(other => other.Type is ThriftType.I16 or ThriftType.I32 or ThriftType.I64).ToList();
                node.Number = random.Next(5) switch
                {
                    0 => node.Number + random.Next(-3, 4),
                    1 => node.Number * 2,
                    2 when numbers.Count > 0 => numbers[random.Next(numbers.Count)].Number,
                    3 => random.Next(1 << random.Next(1, 31)),
                    _ => Edges[random.Next(Edges.Length)],
                };
                break;
        }
    }

    private static ThriftNode Other(int id, Random random) => random.Next(4) switch
    {
        0 => new() { Id = id, Type = ThriftType.I32, Number = random.Next() },
        1 => new() { Id = id, Type = ThriftType.Binary, Bytes = new byte[random.Next(100)] },
        2 => new() { Id = id, Type = ThriftType.True },
        _ => Deep(id, random.Next(1, 200)),
    };

    private static ThriftNode Deep(int id, int depth) => new() { Id = id, Type = ThriftType.Struct, Children = depth == 0 ? [] : [Deep(1, depth - 1)] };

    private static byte[] Bytes(ThriftNode node)
    {
        var sink = new ByteSink();
        node.Write(sink);
        return sink.Span.ToArray();
    }

    private static byte[] Assemble(ReadOnlySpan<byte> pages, ThriftNode footer)
    {
        var bytes = Bytes(footer);
        return [.. pages, .. bytes, .. BitConverter.GetBytes(bytes.Length), .. "PAR1"u8];
    }
}
