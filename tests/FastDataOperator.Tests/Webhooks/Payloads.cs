namespace FastDataOperator.Tests.Webhooks;

/// <summary>Payloads as the forges document them, cut down to what could matter and some that does not.</summary>
internal static class Payloads
{
    /// <summary>After https://docs.github.com/en/webhooks/webhook-events-and-payloads#push</summary>
    public const string GitHub = """
        {
          "ref": "refs/heads/main", "before": "6113728f27ae82c7b1a177c8d03f9e96e0adf246", "after": "0000000000000000000000000000000000000000", "created": false, "forced": false,
          "base_ref": null, "compare": "https://github.com/Codertocat/Hello-World/compare/6113728f27ae...000000000000",
          "commits": [{ "id": "7a8f", "message": "Said \"repository\": {\"clone_url\": \"https://evil.example.com/x\"}", "author": { "name": "Codertocat" }, "added": [], "modified": ["README.md"] }],
          "head_commit": null,
          "repository": {
            "id": 186853002, "name": "Hello-World", "full_name": "Codertocat/Hello-World", "private": false,
            "owner": { "name": "Codertocat", "login": "Codertocat", "html_url": "https://github.com/Codertocat" },
            "html_url": "https://github.com/Codertocat/Hello-World", "url": "https://github.com/Codertocat/Hello-World", "forks_url": "https://api.github.com/repos/Codertocat/Hello-World/forks",
            "git_url": "git://github.com/Codertocat/Hello-World.git", "ssh_url": "git@github.com:Codertocat/Hello-World.git", "clone_url": "https://github.com/Codertocat/Hello-World.git",
            "default_branch": "main", "stargazers": 0
          },
          "pusher": { "name": "Codertocat", "email": "21031067+Codertocat@users.noreply.github.com" }
        }
        """;

    /// <summary>After https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping</summary>
    public const string GitHubPing = """{ "zen": "Design for failure.", "hook_id": 1, "hook": { "type": "Repository", "active": true, "events": ["push"] } }""";

    /// <summary>After https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events</summary>
    public const string GitLab = """
        {
          "object_kind": "push", "event_name": "push", "before": "95790bf891e76fee5e1747ab589903a6a1f80f22", "after": "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
          "ref": "refs/heads/master", "ref_protected": true, "user_id": 4, "user_name": "John Smith",
          "project": {
            "id": 15, "name": "Diaspora", "description": "", "web_url": "http://example.com/mike/team/diaspora", "git_ssh_url": "git@example.com:mike/team/diaspora.git",
            "git_http_url": "http://example.com/mike/team/diaspora.git", "namespace": "Mike", "path_with_namespace": "mike/team/diaspora", "default_branch": "master"
          },
          "commits": [{ "id": "b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327", "message": "Update Catalan translation", "added": ["CHANGELOG"], "modified": [], "removed": [] }],
          "total_commits_count": 4,
          "repository": {
            "name": "Diaspora", "url": "git@example.com:mike/team/diaspora.git", "homepage": "http://example.com/mike/team/diaspora",
            "git_http_url": "http://example.com/mike/team/diaspora.git", "git_ssh_url": "git@example.com:mike/team/diaspora.git", "visibility_level": 0
          }
        }
        """;

    /// <summary>After https://docs.gitea.com/usage/repository/webhooks, which Forgejo's page repeats.</summary>
    public const string Gitea = """
        {
          "ref": "refs/heads/develop", "before": "28e1879d029cb852e4844d9c718537df08844e03", "after": "bffeb74224043ba2feb48d137756c8a9331c449a",
          "compare_url": "http://localhost:3000/gitea/webhooks/compare/28e1...bffe",
          "commits": [{ "id": "bffeb74224043ba2feb48d137756c8a9331c449a", "message": "Webhooks Yay!", "author": { "name": "Gitea", "email": "someone@gitea.io" } }],
          "repository": {
            "id": 140, "owner": { "id": 1, "login": "gitea" }, "name": "webhooks", "full_name": "gitea/webhooks", "private": false, "fork": false,
            "html_url": "http://localhost:3000/gitea/webhooks", "ssh_url": "ssh://gitea@localhost:2222/gitea/webhooks.git", "clone_url": "http://localhost:3000/gitea/webhooks.git",
            "default_branch": "master"
          },
          "pusher": { "id": 1, "login": "gitea" }
        }
        """;

    /// <summary>After https://learn.microsoft.com/en-us/azure/devops/service-hooks/events#code-pushed</summary>
    public const string AzureDevOps = """
        {
          "id": "03c164c2-8912-4d5e-8009-3707d5f83734", "eventType": "git.push", "publisherId": "tfs",
          "message": { "text": "Jamal Hartnett pushed updates to branch main of Fabrikam-Fiber-Git." },
          "resource": {
            "commits": [{ "commitId": "33b55f7cb7e7e245323987634f960cf4a6e6bc74", "comment": "Fixed bug in web.config file" }],
            "refUpdates": [{ "name": "refs/heads/main", "oldObjectId": "aad331d8d3b131fa9ae03cf5e53965b51942618a", "newObjectId": "33b55f7cb7e7e245323987634f960cf4a6e6bc74" }],
            "repository": {
              "id": "278d5cd2-584d-4b63-824a-2ba458937249", "name": "Fabrikam-Fiber-Git",
              "url": "https://fabrikam-fiber-inc.visualstudio.com/DefaultCollection/_apis/git/repositories/278d5cd2-584d-4b63-824a-2ba458937249",
              "project": { "id": "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", "name": "Fabrikam-Fiber-Git", "state": "wellFormed" },
              "defaultBranch": "refs/heads/main", "remoteUrl": "https://fabrikam-fiber-inc.visualstudio.com/DefaultCollection/_git/Fabrikam-Fiber-Git"
            },
            "pushId": 14, "date": "2014-05-02T19:17:13.3309587Z"
          },
          "resourceVersion": "1.0", "createdDate": "2024-12-04T18:40:57.4Z"
        }
        """;

    /// <summary>After https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html, which shows no links.</summary>
    public const string Bitbucket = """
        {
          "eventKey": "repo:refs_changed", "date": "2017-09-19T09:45:32+1000", "actor": { "name": "admin", "emailAddress": "admin@example.com", "id": 1, "type": "NORMAL" },
          "repository": {
            "slug": "repository", "id": 84, "name": "repository", "scmId": "git", "state": "AVAILABLE", "statusMessage": "Available", "forkable": true,
            "project": { "key": "PROJECT", "id": 84, "name": "project", "public": false, "type": "NORMAL" }, "public": false
          },
          "changes": [{ "ref": { "id": "refs/heads/master", "displayId": "master", "type": "BRANCH" }, "refId": "refs/heads/master", "fromHash": "ecddabb6", "toHash": "178864a7", "type": "UPDATE" }]
        }
        """;

    /// <summary>With the links that present versions send.</summary>
    public const string BitbucketWithLinks = """
        {
          "eventKey": "repo:refs_changed",
          "repository": {
            "slug": "repository", "project": { "key": "PROJECT", "links": { "self": [{ "href": "https://bitbucket.example.com/projects/PROJECT" }] } },
            "links": {
              "clone": [
                { "href": "ssh://git@bitbucket.example.com:7999/project/repository.git", "name": "ssh" },
                { "href": "https://bitbucket.example.com/scm/project/repository.git", "name": "http" }
              ],
              "self": [{ "href": "https://bitbucket.example.com/projects/PROJECT/repos/repository/browse" }]
            }
          }
        }
        """;

    /// <summary>Ours.</summary>
    public const string Generic = """{"repository": "https://git.example.com/team-a/config.git", "ref": "refs/heads/main"}""";
}
