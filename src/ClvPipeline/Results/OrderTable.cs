using System.Globalization;

namespace ClvPipeline;

/// <summary>Makes <c>order_value</c>: the orders of the customers of <c>customer_value</c>, in the order of that table, and of one customer by time.</summary>
internal sealed class OrderTable<TKey>(RunRequest request, IntakeContext context) where TKey : unmanaged, IKey<TKey>
{
    private const int MostIdBytes = 1_000;

    /// <param name="buyers">The buyers.</param>
    /// <param name="orders">The orders of all buyers, one buyer's behind the other's.</param>
    /// <param name="order">Places of the buyers whose orders get rows, in the order of the rows.</param>
    public ResultTable Build(Buyer<TKey>[] buyers, Order[] orders, int[] order)
    {
        var starts = new int[buyers.Length + 1];
        for (var i = 0; i < buyers.Length; i++) starts[i + 1] = checked(starts[i] + (int)buyers[i].Orders);
        var rows = order.Sum(place => starts[place + 1] - starts[place]);
        var (keys, texts, codes) = (new TKey[order.Length], new long[order.Length], new int[rows]);
        var (places, expected) = (new int[rows], new long[rows]);
        var row = 0;
        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var buyer = ref buyers[order[i]];
            (keys[i], texts[i]) = (buyer.Key, buyer.Text);
            for (var place = starts[order[i]]; place < starts[order[i] + 1]; place++, row++) (codes[row], places[row], expected[row]) = (i, place, buyer.ExpectedProfit);
        }

        var table = new TableBuilder(Tables.OrderValue, rows).Constant(request.RunId);
        AddIds(table, orders, places);
        new CustomerIds<TKey>(context).AddTo(table, codes, keys, texts);
        return table
            .Longs(Of(o => o.Time)).Longs(Of(o => o.Revenue)).Longs(Of(o => o.Revenue - o.Profit)).Longs(Of(o => o.Profit))
            .Longs(Of(o => o.Profit > 0 ? 1 : 0))
            .Longs(expected)
            .Build();

        long[] Of(Func<Order, long> value)
        {
            var values = new long[rows];
            for (var i = 0; i < rows; i++) values[i] = value(orders[places[i]]);
            return values;
        }
    }

    private void AddIds(TableBuilder table, Order[] orders, int[] places)
    {
        var (codes, offsets, data) = (new int[places.Length], new int[places.Length + 1], new byte[Math.Clamp(places.Length * 12L, 2 * MostIdBytes, Array.MaxLength)]);
        for (var i = 0; i < places.Length; i++)
        {
            if (offsets[i] + MostIdBytes > data.Length) Array.Resize(ref data, (int)Math.Min(2L * data.Length, Array.MaxLength));
            var at = data.AsSpan(offsets[i]);
            var (id, length) = (orders[places[i]].Id, 0);
            if (context.OrderIds == KeyKind.Integer) id.TryFormat(at, out length, provider: CultureInfo.InvariantCulture);
            else if (context.OrderIds == KeyKind.Uuid) new Guid(context.Texts[id], bigEndian: true).TryFormat(at, out length, "D");
            else
            {
                context.Texts[id].CopyTo(at);
                length = context.Texts[id].Length;
            }

            (codes[i], offsets[i + 1]) = (i, offsets[i] + length);
        }

        table.Text(codes, data[..offsets[^1]], offsets);
    }
}
