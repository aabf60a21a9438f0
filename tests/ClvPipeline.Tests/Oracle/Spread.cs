namespace ClvPipeline.Tests.Oracle;

/// <summary>Spreads the values of buyers over their journeys.</summary>
public sealed class Spread(OracleSettings settings)
{
    private readonly Dictionary<CellKey, Cell> cells = [];
    private readonly Dictionary<(string, string), PathCell> paths = [];

    public IReadOnlyDictionary<CellKey, Cell> Cells => cells;

    public IReadOnlyDictionary<(string Mode, string Path), PathCell> Paths => paths;

    public void Add(OracleMode mode, Buyer buyer, IReadOnlyList<Touch> touches)
    {
        var journeys = Journeys.Of(buyer, mode, touches, settings.Horizon);
        foreach (var model in settings.Models)
        {
            _ = CellOf(mode, model, buyer, null); // the unattributed row is there even where it is all zeros
            foreach (var touch in journeys.SelectMany(journey => journey).Distinct()) CellOf(mode, model, buyer, touch).Touchpoints++;
            if (mode.Kind == ModeKind.Order) SpreadOrders(mode, model, buyer, journeys);
            else SpreadOver(mode, model, buyer, journeys[0], new Value(1, buyer.Orders.Count, buyer.Revenue, buyer.Clv), Fraction.One);
        }
        foreach (var (i, journey) in journeys.Index())
        {
            var path = PathOf(mode, journey);
            path.Journeys++;
            path.Conversions++;
            if (mode.Kind != ModeKind.Order) path.Clv.Add(buyer.Clv);
            else path.Clv.Add(buyer.Orders[i].Profit + new Fraction(Residual(buyer).Profit, buyer.Orders.Count));
        }
    }

    /// <summary>The touches of one who never bought stand in a path and earn nothing.</summary>
    public void AddNonBuyer(OracleMode mode, IReadOnlyList<Touch> touches)
    {
        var journey = Journeys.UpTo(settings.Horizon, mode.WindowDays, touches);
        if (journey.Count > 0) PathOf(mode, journey).Journeys++;
    }

    /// <summary>Each order over its own journey, then what is no order's over all of them, one after another.</summary>
    private void SpreadOrders(OracleMode mode, OracleModel model, Buyer buyer, IReadOnlyList<IReadOnlyList<Touch>> journeys)
    {
        foreach (var (i, order) in buyer.Orders.Index())
        {
            SpreadOver(mode, model, buyer, journeys[i], new Value(0, 1, order.Revenue, order.Profit), Fraction.One);
            SpreadOver(mode, model, buyer, journeys[i], Residual(buyer), new Fraction(1, buyer.Orders.Count));
        }
    }

    private static Value Residual(Buyer buyer) =>
        new(1, 0, buyer.Revenue - buyer.Orders.Sum(order => order.Revenue), buyer.Clv - buyer.Orders.Sum(order => order.Profit));

    private void SpreadOver(OracleMode mode, OracleModel model, Buyer buyer, IReadOnlyList<Touch> journey, Value value, Fraction part)
    {
        if (journey.Count == 0)
        {
            CellOf(mode, model, buyer, null).Add(part, value);
            return;
        }
        foreach (var (i, share) in Shares.Of(model, journey, settings).Index()) CellOf(mode, model, buyer, journey[i]).Add(part * share, value);
    }

    private Cell CellOf(OracleMode mode, OracleModel model, Buyer buyer, Touch? touch)
    {
        var key = new CellKey(mode.Name, model.Name, touch?.Channel ?? Names.Unattributed, touch?.Campaign ?? Names.None, buyer.CohortMonth, buyer.Segment);
        if (!cells.TryGetValue(key, out var cell)) cells[key] = cell = new Cell();
        return cell;
    }

    private PathCell PathOf(OracleMode mode, IReadOnlyList<Touch> journey)
    {
        var key = (mode.Name, Journeys.Path(journey));
        if (!paths.TryGetValue(key, out var path)) paths[key] = path = new PathCell();
        return path;
    }
}
