namespace FastDataOperator.Tests.Manifests;

/// <summary>Manifests for tests.</summary>
internal static class ManifestText
{
    /// <summary>The least that is valid; line 5 is <c>spec:</c>.</summary>
    public const string Least = """
        apiVersion: fastdata.gitops.dev/v1alpha1
        kind: FastDataImport
        metadata:
          name: orders
        spec:
          source:
            repository:
              url: https://git.example.com/core/config.git
          destination:
            repository:
              url: https://git.example.com/team-a/config.git
          select:
            all: true

        """;

    /// <summary>Every field of the API.</summary>
    public const string Whole = """
        apiVersion: fastdata.gitops.dev/v1alpha1
        kind: FastDataImport
        metadata: { name: orders-from-core, namespace: team-a }
        spec:
          interval: 10m
          timeout: 60s
          suspend: false
          source:
            project: core-data
            repository:
              url: https://git.example.com/core/config.git
              ref: { branch: main }
              secretRef: { name: core-ro }
              proxySecretRef: { name: egress }
              verify: { mode: HEAD, secretRef: { name: core-signers } }
            path: fastdata-config.json
          destination:
            project: team-a
            repository: { url: https://git.example.com/team-a/config.git, secretRef: { name: team-a-rw } }
            branch: main
            path: fastdata-config.json
          importAs: Reference
          select:
            all: false
            systemsOfRecord:
              - name: orders
                projections: [pr_orders, "pr_order_*"]
            singleViews: [{ name: sv_customer, importAs: Resource }]
            erSchemas: [{ name: er_customer }]
            castFunctions: [{ name: toCents }]
          rename: [{ kind: Projection, from: pr_orders, to: pr_core_orders }]
          dependencies: Include
          nestedReferences: Include
          update: Automatic
          drift: Restore
          architecture: Enforce
          prune: false
          deletionPolicy: Retain
          dependsOn: [{ name: base-cast-functions }]
          publish:
            strategy: Push
            branch: fastdata/team-a/orders-from-core
            commit:
              author: { name: FastData Operator, email: fastdata@example.com }
              messageTemplate: ""
              signingKey: { secretRef: { name: bot-signing } }
            pullRequest:
              provider: ""
              labels: [fastdata]
              draft: false
              reviewers: []
        status:
          observedGeneration: 3
          lastHandledReconcileAt: "2026-11-22T10:00:00Z"
          source: { revision: main@sha1:1f, project: core-data, branch: main, exportedAt: "2026-11-22T10:00:00Z" }
          destination: { revision: main@sha1:9c, pushedCommit: "77", pushedAt: "2026-11-22T10:00:00Z" }
          plan: { digest: sha256:aa, added: 2, updated: 1, restored: 0, removed: 0, unchanged: 7, warnings: 1 }
          pullRequest: { url: https://forge.example.com/42, number: 42, state: Open }
          resources:
            - { kind: Projection, name: pr_core_orders, system: orders, sourceName: pr_orders, importAs: Resource, action: Added, digest: sha256:bb }
          missingServices: [orders-rtu]
          history: []
          conditions:
            - { type: Ready, status: "True", reason: Succeeded, message: done, observedGeneration: 3, lastTransitionTime: "2026-11-22T10:00:00Z" }

        """;
}
