using System.Runtime.Loader;
using ClvPipeline.Rehearsal;

/// <summary>The runtime starts this before a program's Main (DOTNET_STARTUP_HOOKS): the program then leaves a profile of the methods it needed, in the file that CLV_REHEARSAL names.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("CLV_REHEARSAL") is not { Length: > 0 } file) return;
        var compiled = new CompiledMethods();
        AssemblyLoadContext.Default.Unloading += _ => MethodProfile.Write(file, compiled.All());
    }
}
