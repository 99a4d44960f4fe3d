using System.Text.Json;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.GitLab;

/// <summary>GitLab's description of its API could not be had as a file. This one was written by hand after its reference documentation (docs.gitlab.com, api/merge_requests, api/users, api/rest), for
/// those operations that are used: parameters and members by name and type as the tables there have them, and what the examples show of errors.</summary>
public static class GitLabDescription
{
    public static ApiDescription Read { get; } = Load();

    private static ApiDescription Load()
    {
#pragma warning disable CA2000 // lives as long as the tests
        return new ApiDescription(JsonDocument.Parse(Text).RootElement);
#pragma warning restore CA2000
    }

    private const string Text = """
        {
          "openapi": "3.0.0",
          "paths": {
            "/projects/{id}": {
              "parameters": [ { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } } ],
              "get": {
                "responses": {
                  "200": { "content": { "application/json": { "schema": {
                    "type": "object", "required": [ "id", "path_with_namespace" ], "properties": { "id": { "type": "integer" }, "path_with_namespace": { "type": "string" } }
                  } } } },
                  "301": {}
                }
              }
            },
            "/projects/{id}/merge_requests": {
              "parameters": [ { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } } ],
              "get": {
                "parameters": [
                  { "name": "state", "in": "query", "schema": { "type": "string", "enum": [ "all", "opened", "closed", "locked", "merged" ] } },
                  { "name": "source_branch", "in": "query", "schema": { "type": "string" } },
                  { "name": "target_branch", "in": "query", "schema": { "type": "string" } },
                  { "name": "order_by", "in": "query", "schema": { "type": "string", "enum": [ "created_at", "title", "updated_at" ] } },
                  { "name": "sort", "in": "query", "schema": { "type": "string", "enum": [ "asc", "desc" ] } },
                  { "name": "page", "in": "query", "schema": { "type": "integer", "minimum": 1 } },
                  { "name": "per_page", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
                  { "name": "view", "in": "query", "schema": { "type": "string", "enum": [ "simple" ] } }
                ],
                "responses": { "200": { "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/MergeRequest" } } } } }, "301": {} }
              },
              "post": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Opening" } } } },
                "responses": {
                  "201": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/MergeRequest" } } } },
                  "400": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                  "405": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                  "409": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                  "422": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } }
                }
              }
            },
            "/projects/{id}/merge_requests/{merge_request_iid}": {
              "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "merge_request_iid", "in": "path", "required": true, "schema": { "type": "integer" } }
              ],
              "get": { "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/MergeRequest" } } } }, "301": {} } },
              "put": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Change" } } } },
                "responses": {
                  "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/MergeRequest" } } } },
                  "400": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                  "405": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                  "409": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } }
                }
              }
            },
            "/users": {
              "get": {
                "parameters": [ { "name": "username", "in": "query", "schema": { "type": "string" } } ],
                "responses": { "200": { "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/User" } } } } } }
              }
            }
          },
          "components": { "schemas": {
            "Error": { "type": "object", "properties": { "message": {}, "error": { "type": "string" } } },
            "User": {
              "type": "object", "required": [ "id", "username", "name", "state", "web_url" ],
              "properties": {
                "id": { "type": "integer" }, "username": { "type": "string" }, "name": { "type": "string" }, "state": { "type": "string", "enum": [ "active", "blocked" ] },
                "avatar_url": { "type": "string", "nullable": true }, "web_url": { "type": "string", "format": "uri" }
              }
            },
            "Opening": {
              "type": "object", "required": [ "source_branch", "target_branch", "title" ],
              "properties": {
                "source_branch": { "type": "string" }, "target_branch": { "type": "string" }, "title": { "type": "string", "minLength": 1 },
                "description": { "type": "string", "maxLength": 1048576 }, "labels": { "type": "string" }, "reviewer_ids": { "type": "array", "items": { "type": "integer" } },
                "remove_source_branch": { "type": "boolean" }, "squash": { "type": "boolean" }, "target_project_id": { "type": "integer" }
              }
            },
            "Change": {
              "type": "object",
              "properties": {
                "title": { "type": "string", "minLength": 1 }, "description": { "type": "string", "maxLength": 1048576 }, "target_branch": { "type": "string" },
                "state_event": { "type": "string", "enum": [ "close", "reopen" ] }, "labels": { "type": "string" }, "add_labels": { "type": "string" }, "remove_labels": { "type": "string" },
                "reviewer_ids": { "type": "array", "items": { "type": "integer" } }, "remove_source_branch": { "type": "boolean" }, "squash": { "type": "boolean" }
              }
            },
            "MergeRequest": {
              "type": "object",
              "required": [ "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at", "target_branch", "source_branch", "upvotes", "downvotes", "author", "assignees",
                "reviewers", "source_project_id", "target_project_id", "labels", "draft", "milestone", "merge_status", "detailed_merge_status", "sha", "merge_commit_sha", "user_notes_count", "web_url",
                "references", "squash", "merged_at", "closed_at" ],
              "properties": {
                "id": { "type": "integer" }, "iid": { "type": "integer" }, "project_id": { "type": "integer" }, "title": { "type": "string", "maxLength": 255 },
                "description": { "type": "string", "nullable": true }, "state": { "type": "string", "enum": [ "opened", "closed", "locked", "merged" ] },
                "created_at": { "type": "string", "format": "date-time" }, "updated_at": { "type": "string", "format": "date-time" },
                "merged_at": { "type": "string", "format": "date-time", "nullable": true }, "closed_at": { "type": "string", "format": "date-time", "nullable": true },
                "target_branch": { "type": "string" }, "source_branch": { "type": "string" }, "upvotes": { "type": "integer" }, "downvotes": { "type": "integer" },
                "author": { "$ref": "#/components/schemas/User" }, "assignees": { "type": "array", "items": { "$ref": "#/components/schemas/User" } },
                "reviewers": { "type": "array", "items": { "$ref": "#/components/schemas/User" } },
                "source_project_id": { "type": "integer", "nullable": true }, "target_project_id": { "type": "integer" },
                "labels": { "type": "array", "items": { "type": "string" } }, "draft": { "type": "boolean" }, "milestone": { "type": "object", "nullable": true },
                "merge_status": { "type": "string" }, "detailed_merge_status": { "type": "string" }, "sha": { "type": "string", "nullable": true },
                "merge_commit_sha": { "type": "string", "nullable": true }, "user_notes_count": { "type": "integer" }, "web_url": { "type": "string", "format": "uri" },
                "references": { "type": "object", "required": [ "short", "relative", "full" ], "properties": { "short": { "type": "string" }, "relative": { "type": "string" }, "full": { "type": "string" } } },
                "squash": { "type": "boolean" }
              }
            }
          } }
        }
        """;
}
