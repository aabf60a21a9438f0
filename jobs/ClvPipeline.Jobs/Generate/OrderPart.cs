using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>A row of <c>orders</c>; customer -1 and <see cref="RowGroup.Null"/> are null.</summary>
/// <param name="OrderId">Alike for an order and its refund.</param>
/// <param name="Customer">From 0.</param>
/// <param name="OrderedAt">Microseconds since 1970, UTC.</param>
/// <param name="RevenueCents">Negative for a refund.</param>
/// <param name="CogsCents">Null where it is not known.</param>
/// <param name="SalesChannel">Its place in <see cref="Buying.SalesChannels"/>.</param>
/// <param name="Currency">Its place in <see cref="OrderPart.Currencies"/>.</param>
internal readonly record struct OrderRow(long OrderId, int Customer, long OrderedAt, long RevenueCents, long CogsCents, int SalesChannel, int Currency);

/// <summary>Writes one file of <c>orders</c>, in order of time.</summary>
internal sealed class OrderPart
{
    /// <summary>The shop's currency, and the one of flawed rows.</summary>
    public static readonly string[] Currencies = ["EUR", "USD"];

    private readonly Shop _shop;
    private readonly Part _part;
    private readonly CustomerIds _ids;
    private readonly TextValues _salesChannels = new();
    private readonly TextValues _currencies = new();
    private readonly OrderRow[] _rows;
    private readonly long[] _numbers;
    private readonly int[] _codes;
    private int _buffered;

    public OrderPart(Shop shop, Part part)
    {
        (_shop, _part, _ids) = (shop, part, new CustomerIds(shop));
        Array.ForEach(Buying.SalesChannels, name => _salesChannels.Code(name));
        Array.ForEach(Currencies, name => _currencies.Code(name));
        var size = Math.Min(RowGroup.Rows, part.Rows + OrderFlaws.Most);
        (_rows, _numbers, _codes) = (new OrderRow[size], new long[size], new int[size]);
    }

    public void Write(Stream stream, OrderFlaws flaws, IProgressSink? progress, CancellationToken cancellation)
    {
        var flawed = _shop.Options.Flaws;
        using var writer = new ParquetWriter(stream,
        [
            new("order_id", WriteType.Int64, flawed), _ids.Column, new("ordered_at", WriteType.TimestampMicrosUtc, flawed),
            new("revenue", WriteType.Decimal, Precision: 18, Scale: 2), new("cogs", WriteType.Decimal, Optional: true, Precision: 18, Scale: 2),
            new("sales_channel", WriteType.Text), new("currency", WriteType.Text),
        ]);
        var (keys, amounts) = (new ulong[_part.MostRowsADay], new ulong[_part.MostRowsADay]);
        var number = 0L;
        OrderRow? sound = null;
        for (var day = _part.FromDay; day < _part.ToDay; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = _shop.OrdersPerDay[day];
            _shop.TakeOrders(day, keys.AsSpan(0, count), amounts.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                var (key, amount) = (new OrderKey(keys[i]), new OrderAmounts(amounts[i]));
                var cogs = amount.CogsCents == OrderAmounts.UnknownCogs ? RowGroup.Null : amount.CogsCents;
                var order = new OrderRow(key.OrderId, key.Customer, _shop.Midnight(day) + key.MillisecondOfDay * 1000L, amount.RevenueCents, cogs, key.SalesChannel, 0);
                Add(writer, order);
                sound = order.RevenueCents > 0 ? order : sound;
            }
            number += count;
            foreach (var row in flaws.On(day, sound, _part.FileName, ref number))
            {
                Add(writer, row);
            }
            progress?.Advance(count);
        }
        Flush(writer);
        writer.Close();
    }

    private void Add(ParquetWriter writer, in OrderRow order)
    {
        _rows[_buffered++] = order;
        if (_buffered == _rows.Length)
        {
            Flush(writer);
        }
    }

    private void Flush(ParquetWriter writer)
    {
        if (_buffered == 0)
        {
            return;
        }
        writer.BeginRowGroup(_buffered);
        WriteNumbers(writer, row => row.OrderId, _shop.Options.Flaws);
        _ids.Write(writer, Codes(row => row.Customer));
        WriteNumbers(writer, row => row.OrderedAt, _shop.Options.Flaws);
        WriteNumbers(writer, row => row.RevenueCents, optional: false);
        WriteNumbers(writer, row => row.CogsCents, optional: true);
        _salesChannels.Write(writer, Codes(row => row.SalesChannel));
        _currencies.Write(writer, Codes(row => row.Currency));
        _buffered = 0;
    }

    private void WriteNumbers(ParquetWriter writer, Func<OrderRow, long> value, bool optional)
    {
        for (var i = 0; i < _buffered; i++)
        {
            _numbers[i] = value(_rows[i]);
        }
        if (optional)
        {
            writer.WriteOptional(_numbers.AsSpan(0, _buffered));
        }
        else
        {
            writer.Write(_numbers.AsSpan(0, _buffered));
        }
    }

    private ReadOnlySpan<int> Codes(Func<OrderRow, int> value)
    {
        for (var i = 0; i < _buffered; i++)
        {
            _codes[i] = value(_rows[i]);
        }
        return _codes.AsSpan(0, _buffered);
    }
}
