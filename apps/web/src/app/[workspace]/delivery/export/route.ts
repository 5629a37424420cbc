import { answerSeriesFile } from "../../../../dashboard/answer-series-file.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerSeriesFile(request, { params, name: "delivery" });
}
