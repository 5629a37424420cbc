export { answerItemsFile as GET } from "../../../../../items/answer-items-file.ts";
