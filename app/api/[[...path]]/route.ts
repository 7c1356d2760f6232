/** /api/v1/…: the record as JSON, read-only and without a key. The addresses are in app/_server/api/endpoints.ts. */
import { allowApi, answerApi, refuseMethod } from "../../_server/api/answer";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ path?: string[] }> }): Promise<Response> {
  return answerApi(request, (await params).path ?? []);
}

export const OPTIONS = () => allowApi();
export const POST = (request: Request) => refuseMethod(request);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
