using System.Text;
using ClvPipeline.Jobs;

namespace ClvPipeline.Tests.Faults;

/// <summary>Makes results wrong, each in one way.</summary>
internal static class Tampering
{
    /// <summary>Adds to the last row of a column.</summary>
    public static RunResults Add(RunResults results, string table, string column, long amount)
    {
        new TableView(results.Table(table)).Longs(column)[^1] += amount;
        return results;
    }

    /// <summary>Adds one to a row of a column.</summary>
    public static RunResults AddAt(RunResults results, string table, string column, int row)
    {
        new TableView(results.Table(table)).Longs(column)[row]++;
        return results;
    }

    /// <summary>Moves a micro-unit to another cohort or segment of the same mode and model, whose total still holds.</summary>
    public static RunResults MoveBetweenGroups(RunResults results, string measure)
    {
        var (group, values) = Groups(results, measure);
        var other = Enumerable.Range(1, values.Length - 1).First(row => group(row).ModeAndModel == group(0).ModeAndModel && group(row) != group(0));
        values[0]--;
        values[other]++;
        return results;
    }

    /// <summary>Leaves out every cell of the first cohort and segment in one mode and model.</summary>
    public static RunResults WithoutGroup(RunResults results)
    {
        var (group, values) = Groups(results, "clv");
        return Keep(results, "channel_value", [.. Enumerable.Range(0, values.Length).Where(row => group(row) != group(0))]);
    }

    /// <summary>Leaves out the last customer and gives what they were worth to the one before, so that every sum still holds.</summary>
    public static RunResults WithoutLastCustomer(RunResults results, IEnumerable<string> measures)
    {
        var table = results.Table("customer_value");
        foreach (var values in measures.Select(new TableView(table).Longs)) values[^2] += values[^1];
        return Keep(results, "customer_value", [.. Enumerable.Range(0, table.Rows - 1)]);
    }

    /// <summary>Counts a customer of the last segment of a dimension in the one before.</summary>
    public static RunResults MoveBetweenSegments(RunResults results, string dimension)
    {
        var rows = RowsOf(results, dimension);
        var customers = new TableView(results.Table("segment_value")).Longs("customers");
        customers[rows[^2]]++;
        customers[rows[^1]]--;
        return results;
    }

    /// <summary>Leaves out the last row of a dimension.</summary>
    public static RunResults WithoutLastSegment(RunResults results, string dimension) => WithoutSegments(results, [RowsOf(results, dimension)[^1]]);

    /// <summary>Leaves out all rows of a dimension.</summary>
    public static RunResults WithoutDimension(RunResults results, string dimension) => WithoutSegments(results, RowsOf(results, dimension));

    private static RunResults WithoutSegments(RunResults results, int[] rows) => Keep(results, "segment_value", [.. Enumerable.Range(0, results.Table("segment_value").Rows).Except(rows)]);

    private static int[] RowsOf(RunResults results, string dimension)
    {
        var dimensions = new TableView(results.Table("segment_value")).Texts("dimension");
        return [.. Enumerable.Range(0, results.Table("segment_value").Rows).Where(row => dimensions(row) == dimension)];
    }

    /// <summary>Counts a used row of a dataset less.</summary>
    public static RunResults LoseRow(RunResults results, string dataset)
    {
        new TableView(results.Table("intake_count")).Longs("rows")[UsedRow(results, dataset)]--;
        return results;
    }

    /// <summary>Counts the used rows of a dataset as rejected ones, as many as before.</summary>
    public static RunResults Reject(RunResults results, string dataset)
    {
        var table = results.Table("intake_count");
        var place = table.Spec.Columns.ToList().FindIndex(column => column.Name == "outcome");
        var outcomes = (ResultColumn.Text)table.Columns[place];
        byte[] data = [.. outcomes.Data, .. Encoding.UTF8.GetBytes(Outcomes.Rejected)];
        outcomes.Codes[UsedRow(results, dataset)] = outcomes.Offsets.Length - 1;
        var told = new ResultColumn.Text(outcomes.Codes, data, [.. outcomes.Offsets, data.Length]);
        return Replace(results, table with { Columns = [.. table.Columns.Select((column, i) => i == place ? told : column)] });
    }

    private static (Func<int, (string ModeAndModel, long Cohort, string Segment)> Group, long[] Values) Groups(RunResults results, string measure)
    {
        var cells = new TableView(results.Table("channel_value"));
        var (modes, models, segments, cohorts) = (cells.Texts("mode"), cells.Texts("model"), cells.Texts("segment"), cells.Longs("cohort_month"));
        return (row => ($"{modes(row)} {models(row)}", cohorts[row], segments(row)!), cells.Longs(measure));
    }

    private static int UsedRow(RunResults results, string dataset)
    {
        var counts = new TableView(results.Table("intake_count"));
        var (datasets, outcomes) = (counts.Texts("dataset"), counts.Texts("outcome"));
        return Enumerable.Range(0, counts.Rows).First(row => datasets(row) == dataset && outcomes(row) == Outcomes.Used);
    }

    private static RunResults Keep(RunResults results, string name, int[] rows)
    {
        var table = results.Table(name);
        return Replace(results, table with { Rows = rows.Length, Columns = [.. table.Columns.Select(Kept)] });

        ResultColumn Kept(ResultColumn column) => column switch
        {
            ResultColumn.Longs longs => new ResultColumn.Longs([.. rows.Select(row => longs.Values[row])], longs.Valid is { } valid ? [.. rows.Select(row => valid[row])] : null),
            ResultColumn.Reals reals => new ResultColumn.Reals([.. rows.Select(row => reals.Values[row])], reals.Valid is { } valid ? [.. rows.Select(row => valid[row])] : null),
            ResultColumn.Text text => text with { Codes = [.. rows.Select(row => text.Codes[row])] },
            _ => throw new ArgumentException($"{name} has a {column.GetType().Name}, which is not expected", nameof(column)),
        };
    }

    private static RunResults Replace(RunResults results, ResultTable table) => results with { Tables = [.. results.Tables.Select(each => each.Spec.Name == table.Spec.Name ? table : each)] };
}
