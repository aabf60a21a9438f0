using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ClvPipeline.Tests.Serve;

/// <summary>What was sent to a listener.</summary>
internal sealed record Heard(string Path, byte[] Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A listener of HTTP on this machine that remembers what it is told.</summary>
internal sealed class Listener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, int> _answer;
    private readonly ManualResetEventSlim _open = new(true);
    private int _count;

    /// <param name="answer">The status that it answers its n-th request with.</param>
    /// <param name="silent">Whether it answers nothing until <see cref="Speak"/>.</param>
    public Listener(Func<int, int>? answer = null, bool silent = false)
    {
        _answer = answer ?? (_ => 200);
        if (silent) _open.Reset();
        Url = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        new Thread(Listen) { IsBackground = true }.Start();
    }

    public string Url { get; }

    /// <summary>What it took, in order.</summary>
    public ConcurrentQueue<Heard> Heard { get; } = [];

    /// <summary>How many requests have come, answered or not.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Speak() => _open.Set();

    public void Dispose()
    {
        _open.Set();
        _listener.Close();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private void Listen()
    {
        try
        {
            while (true)
            {
                var context = _listener.GetContext();
                using var body = new MemoryStream();
                context.Request.InputStream.CopyTo(body);
                var status = _answer(Interlocked.Increment(ref _count));
                _open.Wait();
                if (status == 200) Heard.Enqueue(new Heard(context.Request.Url!.AbsolutePath, body.ToArray(), context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase)));
                context.Response.StatusCode = status;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}
