import { redirect } from "next/navigation";

/** One workspace exists before anybody can sign in. */
export default function Home(): never {
  redirect("/default");
}
