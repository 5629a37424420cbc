import { notFound } from "next/navigation";

/** An address below a workspace that leads nowhere: said within its frame, so that the way back is in sight. */
export default function MissingPage() {
  notFound();
}
