using System.CommandLine;

namespace TthcFlow.Api.Commands;

/// <summary><c>run-sample</c>: publishes a document into an empty database of its own and runs dossiers down every branch.</summary>
internal static class RunSampleCommand
{
    public static Command Create() => new("run-sample", "Chạy thử một quy trình xuống mọi nhánh (run a process down every branch)");
}
