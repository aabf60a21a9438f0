using ClvPipeline.Storage;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Laws;

public class FileLawTests
{
    [Fact]
    public void A_shop_in_files_gives_the_bytes_that_it_gives_from_memory()
    {
        using var folder = new TempFolder();
        for (var seed = 1; seed <= 30; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var place = Path.Combine(folder.Path, $"{seed}");
            var datasets = ShopFiles.Write(shop, settings, new Layout(seed, 1 + seed % 4), place);
            using var files = SourceInputs.Open([.. datasets.Select(dataset => new DatasetSource(dataset.Name, dataset.Name, new Dictionary<string, string>(), dataset.TimeZone))], place);
            Assert.True(
                Rows.Everything(EngineRun.Run(shop, settings)) == Rows.Everything(EngineRun.Run(files.Inputs, settings, threads: 2)),
                $"seed {seed}: the files say something else than the rows that were written to them");
        }
    }
}
