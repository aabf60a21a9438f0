using ClvPipeline.Storage;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Laws;

public class SpillTests
{
    [Fact]
    public void Rows_that_went_to_disk_change_no_byte_and_leave_no_file()
    {
        using var folder = new TempFolder();
        var counted = new Counted(new SpillFiles(folder.Path));
        for (var seed = 1; seed <= 50; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var expected = Rows.Everything(EngineRun.Run(shop, settings));
            // Everything to disk; some of it (a thread may keep an eighth of the limit or less); nothing.
            foreach (var (threads, bits, limit) in new[] { (1, 0, 0), (2, 3, 0), (8, 6, 0), (1, 2, 100_000), (2, 3, 200_000), (8, 2, 400_000), (2, 4, 1 << 30) })
            {
                var inputs = MemoryDataset.Inputs(shop, settings, new Layout(seed, 6));
                Assert.True(expected == Rows.Everything(EngineRun.Run(inputs, settings, threads, bits, counted, memoryLimit: limit)), $"seed {seed}: {threads} threads, {bits} bucket bits, a limit of {limit}");
            }
        }

        Assert.True(counted.Files > 100, $"{counted.Files} files");
        Assert.True(counted.Bytes > 100_000, $"{counted.Bytes} bytes");
        Assert.Equal(0, counted.Open);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_full_disk_is_one_clear_sentence()
    {
        var (_, shop, settings) = RandomShop.Make(1);
        var failure = Assert.Throws<IOException>(() => EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout(1, 6)), settings, spill: new Full()));
        Assert.Equal("No space left on device", failure.Message);
    }

    private sealed class Counted(ISpillStore store) : ISpillStore
    {
        private long _bytes;
        private int _open, _files;

        public int Files => _files;

        public int Open => _open;

        public long Bytes => _bytes;

        public ISpillFile Create()
        {
            Interlocked.Increment(ref _open);
            Interlocked.Increment(ref _files);
            return new CountedFile(this, store.Create());
        }

        private sealed class CountedFile(Counted owner, ISpillFile file) : ISpillFile
        {
            public long Length => file.Length;

            public void Append(ReadOnlySpan<byte> bytes)
            {
                Interlocked.Add(ref owner._bytes, bytes.Length);
                file.Append(bytes);
            }

            public void Read(long offset, Span<byte> into) => file.Read(offset, into);

            public void Dispose()
            {
                Interlocked.Decrement(ref owner._open);
                file.Dispose();
            }
        }
    }

    private sealed class Full : ISpillStore, ISpillFile
    {
        public long Length => 0;

        public ISpillFile Create() => this;

        public void Append(ReadOnlySpan<byte> bytes) => throw new IOException("No space left on device");

        public void Read(long offset, Span<byte> into) => throw new InvalidOperationException();

        public void Dispose()
        {
        }
    }
}
