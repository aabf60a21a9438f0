using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection;

namespace ClvPipeline.Rehearsal;

/// <summary>Every method that is compiled while the process runs, as the runtime's own events tell.</summary>
internal sealed class CompiledMethods : EventListener
{
    private const EventKeywords Compiling = (EventKeywords)0x10;
    private const int MethodLoadVerbose = 143;
    private const uint Dynamic = 0x1;

    private readonly ConcurrentDictionary<nint, byte> _methods = [];

    /// <summary>The methods so far. Events come late: waits until none has come for a while, ten seconds at most.</summary>
    public IEnumerable<MethodBase> All()
    {
        for (var (before, tries) = (-1, 0); before != _methods.Count && tries < 20; tries++)
        {
            before = _methods.Count;
            Thread.Sleep(500);
        }
        return _methods.Keys.Select(Method).OfType<MethodBase>();
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, Compiling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId != MethodLoadVerbose || eventData.Payload is not { Count: > 5 } facts) return;
        if (((uint)facts[5]! & Dynamic) == 0) _methods.TryAdd((nint)(ulong)facts[0]!, 0);
    }

    // The event has the runtime's own handle. The public way back asks for the declaring type of generic methods, which only the handle knows.
    private static MethodBase? Method(nint id)
    {
        var handle = RuntimeMethodHandle.FromIntPtr(id);
        var info = typeof(RuntimeMethodHandle).GetMethod("GetMethodInfo", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(handle, null);
        try
        {
            return (MethodBase?)typeof(Type).Assembly.GetType("System.RuntimeType")!
                .GetMethods(BindingFlags.NonPublic | BindingFlags.Static).Single(method => method.Name == "GetMethodBase" && method.GetParameters() is [{ ParameterType.Name: "IRuntimeMethodInfo" }])
                .Invoke(null, [info]);
        }
        catch (TargetInvocationException)
        {
            return null; // a stub without a declaration of its own
        }
    }
}
