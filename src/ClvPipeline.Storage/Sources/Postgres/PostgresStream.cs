using System.Globalization;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Reads a part by a binary COPY of just the columns that are opened, in the run's snapshot.</summary>
internal sealed class PostgresStream(PostgresDataset dataset, PostgresPart part, string? condition) : IRowStream
{
    private readonly List<(string Column, CopyColumn Cursor)> _columns = [];
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(dataset.Snapshot.Cancellation);
    private CancellationTokenRegistration _registration;
    private NpgsqlConnection? _connection;
    private NpgsqlRawCopyStream? _copy;
    private CopyRows? _rows;
    private volatile bool _over;
    private int _read;

    public ColumnCursor Open(string column)
    {
        if (_rows is not null) throw new InvalidOperationException("columns are opened before rows are fetched");
        var found = dataset.Column(column) ?? throw new InvalidOperationException($"{dataset.Place} has no column '{column}'");
        var cursor = PostgresTypes.Column(found.Wire, part.TypeOf(column)!);
        _columns.Add((found.Name, cursor));
        return cursor;
    }

    public int Next(int most)
    {
        if (_rows is { Ended: true }) return 0;
        try
        {
            if (_rows is null) Begin();
            var rows = _rows!.Read(most);
            _read = rows > int.MaxValue - _read ? throw new BadInputException($"sources.{dataset.Name}: {dataset.Place} has more than {int.MaxValue} rows; read a table, which is read in parts, or a part of it") : _read + rows;
            if (_rows.Ended) End();
            return rows;
        }
        catch (Exception e) when (PostgresFault.Is(e) || e is ObjectDisposedException or OperationCanceledException)
        {
            _over = true;
            dataset.Snapshot.Cancellation.ThrowIfCancellationRequested();
            if (_stop.IsCancellationRequested) return 0;
            if (!PostgresFault.Is(e)) throw;
            throw PostgresFault.Of(e, $"sources.{dataset.Name}", dataset.Place);
        }
    }

    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Where rows are left, the server is told to stop: it would else send them all before it listens again.</summary>
    public void Dispose()
    {
        _over = true;
        _registration.Dispose();
        _stop.Dispose();
        if (_connection is null) return;
        try
        {
            _copy?.Cancel();
            _copy?.Dispose();
        }
        catch (Exception e) when (PostgresFault.Is(e) || e is InvalidOperationException or OperationCanceledException)
        {
            // It was told to stop and says that it did, or the connection is gone: both are what we want.
        }

        _connection.Dispose();
        _connection = null;
    }

    private void Begin()
    {
        _connection = dataset.Snapshot.Rent();
        if (dataset.TimeoutSeconds is { } seconds)
        {
            using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"set local statement_timeout = {seconds * 1000L}"), _connection);
            command.ExecuteNonQuery();
        }

        // The server may think for long before it answers, and is to hear of a cancellation even then.
        _registration = _stop.Token.UnsafeRegister(static stream => ((PostgresStream)stream!).Cancel(), this);
        _copy = _connection.BeginRawBinaryCopy($"COPY ({dataset.Select(_columns.Select(column => column.Column), condition)}) TO STDOUT (FORMAT BINARY)");
        _rows = new CopyRows(_copy, [.. _columns.Select(column => column.Cursor)]);
    }

    private void End()
    {
        _over = true;
        part.End(_read);
        _registration.Dispose();
        _copy!.Dispose();
        dataset.Snapshot.Return(_connection!);
        _connection = null;
    }

    // From another thread, which must not touch the connection. It may come before the COPY does, so it asks until the reading is over.
    private void Cancel()
    {
        var backend = _connection!.ProcessID;
        for (var i = 0; i < 100 && !_over; i++)
        {
            dataset.Snapshot.CancelBackend(backend);
            if (!_over) Thread.Sleep(50);
        }
    }
}
