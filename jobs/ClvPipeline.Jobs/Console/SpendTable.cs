using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints what channels cost beside what their new customers are worth: CAC, CLV for each unit of spend, and payback, a column a model.</summary>
internal sealed class SpendTable(ResultTable summary, RunSettings settings, int width)
{
    private const string Mode = "acquisition";

    /// <summary>Prints it; nothing where spend is not known or acquisition is not computed.</summary>
    public void Write(TextWriter to)
    {
        var view = new TableView(summary);
        var (modes, models, channels) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"));
        var (spend, clvToCac) = (view.LongsOrNull("spend"), view.RealsOrNull("clv_to_cac"));
        var (cac, payback) = (view.LongsOrNull("cac"), view.LongsOrNull("payback_months"));
        var rows = Enumerable.Range(0, summary.Rows).Where(row => modes(row) == Mode && spend(row) is not null).ToList();
        if (rows.Count == 0) return;

        var names = rows.Select(row => channels(row)!).Distinct().ToList();
        var byModel = rows.GroupBy(row => models(row)!).Select(group => (Model: group.Key, Rows: group.ToDictionary(row => channels(row)!))).ToList();
        names = [.. names.OrderByDescending(name => spend(byModel[0].Rows[name])).ThenBy(name => name, StringComparer.Ordinal)];
        to.WriteLine();
        to.WriteLine($"What new customers cost and bring back, {settings.Currency} ({Mode}; months for which spend is known)");
        Table("cost of a new customer (CAC)", row => cac(row) is { } cost ? Money.Rounded(cost) : "-");
        Table("CLV for each unit of spend (CLV:CAC)", row => clvToCac(row) is { } ratio ? $"{ratio.ToString("0.00", CultureInfo.InvariantCulture)} {Band(ratio)}" : "-");
        Table($"months to payback (0: the first order; -: nobody new, or not within {settings.Clv.HorizonMonths.ToString(CultureInfo.InvariantCulture)})", row => payback(row) is { } months ? months.ToString(CultureInfo.InvariantCulture) : "-");

        void Table(string head, Func<int, string> cell)
        {
            to.WriteLine();
            to.WriteLine(head);
            PrintedTable.Write(to, width,
                [PrintedColumn.Names("channel", names.Select(PrintedColumn.Legible)), new("spend", [.. names.Select(name => Money.Rounded(spend(byModel[0].Rows[name])!.Value))])],
                [.. byModel.Select(model => new PrintedColumn(PrintedColumn.Legible(model.Model), [.. names.Select(name => cell(model.Rows[name]))]))]);
        }
    }

    /// <summary>The word for a ratio of lifetime value to cost.</summary>
    internal static string Band(double clvToCac) => clvToCac < 1 ? "loss" : clvToCac < 3 ? "optimise" : clvToCac <= 5 ? "healthy" : "under-invested";
}
