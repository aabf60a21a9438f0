using ClvPipeline.Jobs;

using var host = new ProcessHost();
return Cli.Run(args, host.Host);
