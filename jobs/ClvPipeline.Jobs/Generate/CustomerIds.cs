using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>Writes the <c>customer_id</c> column of one file in the shop's kind of id; a negative customer is null.</summary>
internal sealed class CustomerIds(Shop shop)
{
    private const int TextLength = 36;
    private readonly int[] _codes = shop.Options.IdKind == CustomerIdKind.Text ? new int[shop.Options.Customers] : [];
    private long[] _integers = [];
    private System.Int128[] _uuids = [];
    private byte[] _valid = [];

    public WriteColumn Column => new("customer_id", shop.Options.IdKind switch
    {
        CustomerIdKind.Integer => WriteType.Int64,
        CustomerIdKind.Uuid => WriteType.Uuid,
        _ => WriteType.Text,
    }, Optional: shop.Options.Flaws);

    public void Write(ParquetWriter writer, ReadOnlySpan<int> customers)
    {
        Grow(ref _valid, customers.Length);
        for (var i = 0; i < customers.Length; i++)
        {
            _valid[i] = customers[i] < 0 ? (byte)0 : (byte)1;
        }
        var valid = shop.Options.Flaws ? _valid.AsSpan(0, customers.Length) : default;
        switch (shop.Options.IdKind)
        {
            case CustomerIdKind.Integer:
                Grow(ref _integers, customers.Length);
                for (var i = 0; i < customers.Length; i++)
                {
                    _integers[i] = customers[i] + 1L;
                }
                writer.Write(_integers.AsSpan(0, customers.Length), valid);
                break;
            case CustomerIdKind.Uuid:
                Grow(ref _uuids, customers.Length);
                for (var i = 0; i < customers.Length; i++)
                {
                    _uuids[i] = customers[i] < 0 ? 0 : (System.Int128)shop.People.Uuid(customers[i]);
                }
                writer.Write(_uuids.AsSpan(0, customers.Length), valid);
                break;
            default:
                WriteTexts(writer, customers);
                break;
        }
    }

    /// <summary>A dictionary of the row group's customers, in order of appearance.</summary>
    private void WriteTexts(ParquetWriter writer, ReadOnlySpan<int> customers)
    {
        var codes = new int[customers.Length];
        var seen = new List<int>();
        for (var i = 0; i < customers.Length; i++)
        {
            if (customers[i] < 0)
            {
                codes[i] = -1;
                continue;
            }
            ref var code = ref _codes[customers[i]];
            if (code == 0)
            {
                seen.Add(customers[i]);
                code = seen.Count;
            }
            codes[i] = code - 1;
        }
        var data = new byte[seen.Count * TextLength];
        var offsets = new int[seen.Count + 1];
        Span<byte> bits = stackalloc byte[16];
        for (var i = 0; i < seen.Count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bits, shop.People.Uuid(seen[i]));
            new Guid(bits, bigEndian: true).TryFormat(data.AsSpan(i * TextLength), out _);
            offsets[i + 1] = (i + 1) * TextLength;
            _codes[seen[i]] = 0;
        }
        writer.Write(codes, data, offsets);
    }

    private static void Grow<T>(ref T[] array, int length) => array = array.Length >= length ? array : new T[length];
}
