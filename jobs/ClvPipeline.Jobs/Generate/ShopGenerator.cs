namespace ClvPipeline.Jobs.Generate;

/// <summary>Makes a believable synthetic shop: people, their journeys, orders and refunds, and what the channels cost, as Parquet files with settings to run on them.</summary>
public static class ShopGenerator
{
    /// <summary>Simulates a shop in memory (about 100 bytes a customer) and writes it.</summary>
    /// <exception cref="BadInputException">The options have problems, or the folder is not empty.</exception>
    public static GenerateSummary Write(GenerateOptions options, IProgressSink? progress, CancellationToken cancellation)
    {
        var problems = string.Join("; ", options.Problems());
        if (problems.Length > 0)
        {
            throw new BadInputException(problems);
        }
        var folder = OutFolder.Open(options.OutFolder);
        var shop = Shop.Simulate(options, new TrueParameters(), progress, cancellation);
        var flaws = new FlawList();
        var touchpoints = Part.Split("touchpoints", shop.TouchesPerDay);
        var orders = Part.Split("orders", shop.OrdersPerDay);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount, CancellationToken = cancellation };

        progress?.Begin("write touchpoints", touchpoints.Sum(part => (long)part.Rows), "rows");
        Each(touchpoints, threads, part => Save(folder, part.FileName, stream => new TouchpointPart(shop, part).Write(stream, new TouchFlaws(shop, flaws), progress, cancellation)));
        progress?.Begin("write orders", orders.Sum(part => (long)part.Rows), "rows");
        Each(orders, threads, part => Save(folder, part.FileName, stream => new OrderPart(shop, part).Write(stream, new OrderFlaws(shop, flaws), progress, cancellation)));
        progress?.Begin("write customers", options.Customers, "rows");
        Save(folder, CustomerFile.Name, stream => CustomerFile.Write(shop, stream, flaws, progress, cancellation));
        Save(folder, SpendFile.Name, stream => SpendFile.Write(shop, stream));
        Save(folder, "true-parameters.json", stream => ShopSettings.WriteTruth(shop, stream));
        if (options.Flaws)
        {
            Save(folder, "flaws.json", stream => ShopSettings.WriteFlaws(stream, flaws));
        }
        Save(folder, "clv.json", stream => ShopSettings.WriteSettings(shop, stream, touchpoints, orders));

        var bytes = folder.Publish();
        var (extraTouches, extraOrders) = options.Flaws ? (TouchFlaws.Most, OrderFlaws.Most) : (0, 0);
        return new GenerateSummary(folder.FullPath, options.Customers, shop.Buyers, touchpoints.Sum(part => (long)part.Rows) + extraTouches,
            orders.Sum(part => (long)part.Rows) + extraOrders, shop.Refunds + (options.Flaws ? OrderFlaws.Refunds : 0), bytes);
    }

    private static void Each(IReadOnlyList<Part> parts, ParallelOptions threads, Action<Part> write)
    {
        try
        {
            Parallel.ForEach(parts, threads, write);
        }
        catch (AggregateException several) when (several.InnerExceptions.Count > 0)
        {
            // One file's failure is the story; a full disk fails them all alike.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    private static void Save(OutFolder folder, string name, Action<Stream> write)
    {
        using var stream = folder.Create(name);
        write(stream);
    }
}
