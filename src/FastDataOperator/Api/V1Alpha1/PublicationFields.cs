using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Maps what of <c>spec.publish</c> and of the status concerns the import's pull request.</summary>
internal sealed class PublicationFields(RequestProblems problems, FastDataImport import)
{
    private const string Strategy = "spec.publish.strategy";
    private const string Branch = "spec.publish.branch";

    /// <returns><see langword="null"/> for an import that is pushed, and where there is a problem.</returns>
    public RequestedPullRequest? Map(ProjectLocation? destination)
    {
        if (import.Spec.Publish is not { Strategy: PublishStrategy.PullRequest } publish)
        {
            return null;
        }

        var request = publish.PullRequest ?? new PullRequestSpec();
        ForgeAddress? forge = null;
        if (destination is { Address.IsLocal: true })
        {
            problems.Add(Strategy, Reason.InvalidValue, $"{PlainText.Line(destination.Repository, 300)} is a repository on this machine, which no forge hosts", "write Push, or leave it out", rule: "G1");
        }
        else if (destination is not null && !ForgeAddress.TryFind(request.Provider, destination.Address, out forge, out var problem))
        {
            problems.Add("spec.publish.pullRequest.provider", Reason.InvalidValue, PlainText.Line(problem, 500), rule: "G1");
        }

        var head = MapHead(publish.Branch);
        if (head is { } branch && branch == destination?.Branch)
        {
            problems.Add(Branch, Reason.InvalidValue, $"{branch} is the branch that the pull request is to be merged into (spec.destination.branch)", "name another one, or leave it out", rule: "G1");
        }

        Check("spec.publish.pullRequest.labels", request.Labels);
        Check("spec.publish.pullRequest.reviewers", request.Reviewers);
        return head is null || forge is null ? null : new RequestedPullRequest
        {
            Head = head.Value,
            Forge = forge,
            IsDraft = request.Draft is true,
            Labels = request.Labels,
            Reviewers = request.Reviewers,
            ProposedCopies = MapCopies(static resource => resource.IsProposed),
        };
    }

    /// <summary>The copies that the status remembers (K5), of those that are in the destination or of those that only wait in a pull request.</summary>
    public HashSet<ResourceId> MapCopies(Predicate<ResourceStatus> isWanted) =>
        [.. (import.Status?.Resources ?? [])
            .Where(resource => resource.ImportAs is ImportMode.Resource && resource.Action is not ChangeAction.Removed && isWanted(resource))
            .Select(resource => new ResourceId(resource.Kind, resource.Name, resource.System))];

    private BranchName? MapHead(string? name)
    {
        var branch = name ?? $"fastdata/{import.Metadata.QualifiedName}";
        if (BranchName.TryParse(branch, out var head) && head.Value == branch)
        {
            return head;
        }

        problems.Add(Branch, Reason.InvalidValue, $"\"{PlainText.Line(branch, 80)}\" is no branch name", "write it as git branch shows it, such as fastdata/team-a/orders-from-core", rule: "G1");
        return null;
    }

    private void Check(string at, IReadOnlyList<string> names)
    {
        for (var index = 0; index < names.Count; index++)
        {
            problems.RequirePlain($"{at}[{index}]", names[index], "");
        }
    }
}
