using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>
/// The files of a dataset that are open. Files in use stay open; of the others only the latest used, so that a dataset of thousands of files does not use up the system's handles.
/// Used from several threads.
/// </summary>
internal sealed class OpenFiles(int idleLimit) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly LinkedList<Entry> _idle = [];
    private bool _disposed;

    /// <summary>The number of open files.</summary>
    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    /// <summary>Opens a file, or takes the open one; it stays open until the lease is given back.</summary>
    /// <exception cref="ParquetException">It cannot be opened.</exception>
    public Lease Rent(string path)
    {
        Entry entry;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_entries.TryGetValue(path, out entry!)) _entries.Add(path, entry = new Entry(path));
            if (entry.Idle is { } idle) _idle.Remove(idle);
            entry.Idle = null;
            entry.Users++;
        }
        try
        {
            // Outside the gate: opening reads the footer, and others need not wait for it.
            return new Lease(this, entry, entry.File.Value);
        }
        catch
        {
            Return(entry, failed: true);
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var entry in _entries.Values) entry.Close();
            _entries.Clear();
            _idle.Clear();
        }
    }

    private void Return(Entry entry, bool failed = false)
    {
        lock (_gate)
        {
            if (--entry.Users > 0 || _disposed) return;
            if (failed) _entries.Remove(entry.Path);
            else entry.Idle = _idle.AddLast(entry);
            while (_idle.Count > idleLimit && _idle.First is { } oldest)
            {
                _idle.Remove(oldest);
                _entries.Remove(oldest.Value.Path);
                oldest.Value.Close();
            }
        }
    }

    /// <summary>A file that stays open until this is disposed of.</summary>
    internal sealed class Lease(OpenFiles owner, Entry entry, ParquetFile file) : IDisposable
    {
        private bool _returned;

        public ParquetFile File => file;

        public void Dispose()
        {
            if (_returned) return;
            _returned = true;
            owner.Return(entry);
        }
    }

    internal sealed class Entry(string path)
    {
        public string Path => path;

        public Lazy<ParquetFile> File { get; } = new(() => ParquetFile.Open(path));

        public int Users { get; set; }

        public LinkedListNode<Entry>? Idle { get; set; }

        public void Close()
        {
            if (File.IsValueCreated) File.Value.Dispose();
        }
    }
}
