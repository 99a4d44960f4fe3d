using System.Text;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>The <c>FastDataImport</c> that ours and the command line carry out.</summary>
internal static class Manifest
{
    public static string Text(ProjectShape source, string sourceUrl, string destinationUrl)
    {
        var text = new StringBuilder($"""
            apiVersion: fastdata.gitops.dev/v1alpha1
            kind: FastDataImport
            metadata:
              name: benchmark
              namespace: team
            spec:
              interval: 10m
              timeout: 120s
              source:
                project: core
                repository:
                  url: {sourceUrl}
                  ref:
                    branch: main
              destination:
                project: team
                repository:
                  url: {destinationUrl}
                branch: main
              importAs: Reference
              select:
                systemsOfRecord:

            """);
        foreach (var (system, projections) in source.Selection)
        {
            text.Append("      - name: ").Append(system).Append("\n        projections: [").AppendJoin(", ", projections).Append("]\n");
        }

        return text.ToString();
    }
}
