/// <summary>The runtime starts this before a program's Main (DOTNET_STARTUP_HOOKS): what the process has loaded by its end goes to the file that CLV_TEST_LOADED names.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("CLV_TEST_LOADED") is not { } file) return;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(file, AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!));
    }
}
