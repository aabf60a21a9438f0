namespace ClvPipeline;

/// <summary>Customers by what was predicted of them. Who was predicted alike shares a place, so that no order among equals counts.</summary>
internal sealed class Ranking
{
    private const int Parts = 10;
    private readonly (double Key, double Customers, double Actual)[] _places;
    private readonly (double Key, double Customers, double Actual)[] _best;

    public Ranking(HoldoutRow[] rows, Func<HoldoutRow, double> predicted)
    {
        _places = Places(rows, predicted);
        _best = Places(rows, row => row.Purchases);
    }

    /// <summary>Gini of purchases in this order ÷ Gini in the order of the purchases themselves.</summary>
    public double? NormalisedGini()
    {
        var best = Gini(_best);
        return best > 0 ? Gini(_places) / best : null;
    }

    /// <summary>Ten parts of equally many customers, lowest first; one place may stand in two of them.</summary>
    public IReadOnlyList<Calibration> Deciles()
    {
        var (deciles, place, left) = (new List<Calibration>(), 0, _places.Length > 0 ? _places[0].Customers : 0);
        var size = _places.Sum(p => p.Customers) / Parts;
        for (var part = 0; part < Parts && size > 0; part++)
        {
            double wanted = size, predicted = 0, actual = 0;
            while (wanted > 1e-9 * size && place < _places.Length)
            {
                var (key, customers, purchases) = _places[place];
                var take = Math.Min(wanted, left);
                (predicted, actual, wanted, left) = (predicted + take * key, actual + take * purchases / customers, wanted - take, left - take);
                if (left <= 1e-9 * customers && ++place < _places.Length) left = _places[place].Customers;
            }

            deciles.Add(new Calibration(size - wanted, predicted / (size - wanted), actual / (size - wanted)));
        }

        return deciles;
    }

    private static (double Key, double Customers, double Actual)[] Places(HoldoutRow[] rows, Func<HoldoutRow, double> key)
    {
        var (keys, sorted) = (Array.ConvertAll(rows, row => key(row)), (HoldoutRow[])rows.Clone());
        Array.Sort(keys, sorted);
        var (places, n) = (new (double Key, double Customers, double Actual)[rows.Length], 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (n == 0 || places[n - 1].Key != keys[i]) places[n++].Key = keys[i];
            ref var place = ref places[n - 1];
            place.Customers += sorted[i].Customers;
            place.Actual += (double)sorted[i].Customers * sorted[i].Purchases;
        }

        return places[..n];
    }

    /// <summary>Twice the area between the curve of cumulative purchases, lowest places first, and the diagonal.</summary>
    private static double Gini((double Key, double Customers, double Actual)[] places)
    {
        var (customers, actual) = (places.Sum(p => p.Customers), places.Sum(p => p.Actual));
        if (!(actual > 0)) return 0;
        double below = 0, area = 0;
        foreach (var place in places)
        {
            area += place.Customers / customers * (below + place.Actual / 2) / actual;
            below += place.Actual;
        }

        return 1 - 2 * area;
    }
}
